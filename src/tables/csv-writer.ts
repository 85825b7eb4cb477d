// Rows of CSV, written as they were read, with predictions behind them.

import Papa from "papaparse";
import type { CsvDialect } from "./csv-dialect.js";
import type { CsvRows } from "./csv-rows.js";
import { toText } from "./number-text.js";

/** The added columns: lists of predictions, or of ends of intervals. Null is an empty field. */
export type AddedLists = readonly ArrayLike<number | null>[];

/** Returns the header with the names of added columns, and its line end. */
export function formatHeader(header: string, added: readonly string[], { delimiter, newline }: CsvDialect): string {
  // The empty name in front gives the delimiter behind the header.
  return header + Papa.unparse([["", ...added]], { delimiter }) + newline;
}

/**
 * Returns rows with their added fields, each with a line end. A field keeps its text, in quotes
 * where it needs them.
 *
 * @param picked positions of the rows to write
 */
export function formatRows(
  { rows, texts }: CsvRows,
  picked: readonly number[],
  added: AddedLists,
  { delimiter, decimal, newline }: CsvDialect,
): string {
  const write = decimal === "." ? toText : (value: number) => toText(value).replace(".", decimal);
  const format = (value: number | null): string => (value === null ? "" : write(value));
  // Between commas, a prediction with a decimal comma needs quotes.
  if (texts === undefined || delimiter === decimal) {
    const lines = picked.map((r) => [...rows[r]!, ...added.map((list) => format(list[r]!))]);
    return lines.length > 0 ? Papa.unparse(lines, { delimiter, newline }) + newline : "";
  }
  // Joining the fields again would take longer than reading them.
  let written = "";
  for (const r of picked) {
    written += texts[r]!;
    for (const list of added) written += delimiter + format(list[r]!);
    written += newline;
  }
  return written;
}
