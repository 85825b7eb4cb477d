// Columns → records: what a model of several targets predicts.

import type { InputColumns, InputRecord } from "../../index.js";

/** The rows of columns, as records. */
export function toRecords(columns: InputColumns, count: number): InputRecord[] {
  const entries = Object.entries(columns);
  return Array.from({ length: count }, (_, r) => Object.fromEntries(entries.map(([name, list]) => [name, list[r]!])));
}
