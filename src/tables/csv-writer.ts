// Rows of CSV, written as they were read, with predictions behind them.

import Papa from "papaparse";
import type { CsvDialect } from "./csv-dialect.js";
import type { CsvRows } from "./csv-rows.js";
import { toText } from "./number-text.js";

/** A list of predictions for each target, with a number for each row. */
export type PredictionLists = readonly Float64Array[];

/** Returns the header with the names of added columns, and its line end. */
export function formatHeader(header: string, added: readonly string[], { delimiter, newline }: CsvDialect): string {
  // The empty name in front gives the delimiter behind the header.
  return header + Papa.unparse([["", ...added]], { delimiter }) + newline;
}

/**
 * Returns rows with their predictions, each with a line end. A field keeps its text. It gets quotes
 * where it needs them.
 *
 * @param picked positions of the rows to write
 */
export function formatRows(
  { rows, texts }: CsvRows,
  picked: readonly number[],
  predictions: PredictionLists,
  { delimiter, decimal, newline }: CsvDialect,
): string {
  const format = decimal === "." ? toText : (value: number) => toText(value).replace(".", decimal);
  // Between commas, a prediction with a decimal comma needs quotes.
  if (texts === undefined || delimiter === decimal) {
    const lines = picked.map((r) => [...rows[r]!, ...predictions.map((list) => format(list[r]!))]);
    return lines.length > 0 ? Papa.unparse(lines, { delimiter, newline }) + newline : "";
  }
  // Joining the fields again would take longer than reading them.
  let written = "";
  for (const r of picked) {
    written += texts[r]!;
    for (const list of predictions) written += delimiter + format(list[r]!);
    written += newline;
  }
  return written;
}
