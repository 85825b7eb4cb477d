// What happens to rejected rows. The first ends the run, or all are written to a file.

import { describeProblems, type Problem } from "../../tables/problem.js";
import { Failure } from "../failure.js";
import type { Share } from "../values.js";
import { openReport } from "./report.js";

/** Takes the problems of rows. */
export interface Rejects {
  /**
   * Takes the problems of a chunk.
   *
   * @param problems in the order of their rows, which count from the start of the input
   * @throws Failure if so many rows may not be rejected
   */
  take(problems: readonly Problem[]): Promise<void>;
  /**
   * Ends the report.
   *
   * @param rows how many rows there were
   * @returns how many of them were rejected
   * @throws Failure if so many rows may not be rejected
   */
  finish(rows: number): number;
}

/** Ends the run at the first rejected row. */
export function endAtFirst(file: string): Rejects {
  return {
    async take(problems) {
      const [first] = problems;
      if (first) throw new Failure(`${describeRow(first.row, problems, file)}: correct it, or pass --rejects FILE`);
    },
    finish: () => 0,
  };
}

/**
 * Writes rejected rows to a CSV file, one problem a line.
 *
 * @param most how many rows may be rejected. A number ends the run at once, a percentage at its end
 */
export async function collect(path: string, file: string, most: Share | undefined): Promise<Rejects> {
  const report = await openReport(path, ["row", "column", "reason"]);
  let rejected = 0;
  return {
    async take(problems) {
      const rows = new Set(problems.map(({ row }) => row));
      if (most?.unit === "rows" && rejected + rows.size > most.value) {
        const said = describeRow([...rows][most.value - rejected]!, problems, file);
        throw new Failure(`${said}: this is one more than --max-rejects ${most.value} allows, so correct the rows`);
      }
      rejected += rows.size;
      await report.write(problems.map(({ row, column = "", reason }) => [row + 1, column, reason]));
    },
    finish(rows) {
      if (most?.unit === "percent" && 100 * rejected > most.value * rows) {
        const said = `rejected ${rejected} of ${rows} rows of ${file}`;
        throw new Failure(`${said}, more than --max-rejects ${most.value}% allows: correct the rows`);
      }
      report.finish();
      if (rejected > 0 && rejected === rows)
        throw new Failure(`rejected all ${rows} rows of ${file}: ${path} says why`);
      return rejected;
    },
  };
}

function describeRow(row: number, problems: readonly Problem[], file: string): string {
  return `row ${row + 1} of ${file}: ${describeProblems(problems.filter((problem) => problem.row === row))}`;
}
