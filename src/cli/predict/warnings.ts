// Warnings about predictions: values outside of what the model was trained on, and ties. They are
// counted and listed.

import { openReport } from "./report.js";
import type { RowWarning } from "./scored.js";

/** Takes the warnings of rows. */
export interface Warnings {
  /**
   * Takes the warnings of a chunk.
   *
   * @param warnings in the order of their rows, which count from the start of the input
   */
  take(warnings: readonly RowWarning[]): Promise<void>;
  /** Ends the report. Returns a line with counts per column, undefined without warnings. */
  finish(): string | undefined;
}

const MEANS: Readonly<Record<RowWarning["code"], (count: number) => string>> = {
  OUT_OF_RANGE: () => "out of range",
  TIED_NEIGHBORS: (count) => (count === 1 ? "tie of neighbors" : "ties of neighbors"),
  UNKNOWN_CATEGORY: (count) => (count === 1 ? "unknown category" : "unknown categories"),
};

const COLUMNS_IN_A_LINE = 10;

/**
 * Counts warnings.
 *
 * @param path of a CSV file for each warning, undefined for none
 */
export async function countWarnings(path: string | undefined): Promise<Warnings> {
  const report = path === undefined ? undefined : await openReport(path, ["row", "column", "code", "expected"]);
  const counts = new Map<string, { readonly warning: RowWarning; count: number }>();
  let rows = 0;
  return {
    async take(warnings) {
      rows += new Set(warnings.map(({ row }) => row)).size;
      for (const warning of warnings) {
        const key = `${warning.code} ${warning.column}`;
        const counted = counts.get(key);
        if (counted) counted.count++;
        else counts.set(key, { warning, count: 1 });
      }
      await report?.write(warnings.map(({ row, column, code, expected }) => [row + 1, column, code, expected]));
    },
    finish() {
      report?.finish();
      if (rows === 0) return undefined;
      const sorted = [...counts.values()].sort((a, b) => b.count - a.count);
      const shown = sorted
        .slice(0, COLUMNS_IN_A_LINE)
        .map(({ warning: { column, code }, count }) => `${JSON.stringify(column)} ${count} ${MEANS[code](count)}`);
      if (sorted.length > shown.length) shown.push(`and ${sorted.length - shown.length} more columns`);
      const subject = rows === 1 ? "1 row has a doubtful prediction" : `${rows} rows have doubtful predictions`;
      return `warning: ${subject}: ${shown.join(", ")}`;
    },
  };
}
