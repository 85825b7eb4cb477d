// Good rows as columns, for an output in another format than the input. The types of columns are
// those of a Parquet schema.

import type { KeyValue, SchemaElement } from "hyparquet";
import type { InputInfo } from "../../index.js";

/** The columns of every table of a file. */
export interface Layout {
  /** What the values of each column stand for. */
  readonly columns: readonly SchemaElement[];
  /** How the lists of a table hold the values: as strings, or as Parquet stores them. */
  readonly stored: readonly SchemaElement[];
  /** What else a Parquet file says of itself. */
  readonly metadata: readonly KeyValue[];
}

/** A typed array, or a plain one. */
interface Column extends ArrayLike<unknown> {
  slice(start: number, end: number): Column;
}

/** Rows as columns: a list for each. A missing value is null or undefined. */
export interface Table {
  readonly rows: number;
  readonly lists: readonly Column[];
}

/** Bytes of an output. */
type Written = string | Uint8Array;

/** Turns the tables of a file into its bytes. */
export interface TableWriter {
  readonly before: Written;
  write(table: Table): Written | Promise<Written>;
  /** Returns what is left to write. */
  end(): Written | Promise<Written>;
}

/** Returns a column of numbers. */
export function numberColumn(name: string): SchemaElement {
  return { name, type: "DOUBLE", repetition_type: "OPTIONAL" };
}

/** Returns a column of strings. */
export function textColumn(name: string): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" };
}

/** Returns a column of predictions. */
export function predictionColumn(name: string): SchemaElement {
  return { name, type: "DOUBLE", repetition_type: "REQUIRED" };
}

/**
 * Returns the layout of a text, which does not say what its columns hold. Numeric inputs of the
 * model are numbers, and all other columns are strings.
 *
 * @param names of the columns of the text
 * @param added columns of predictions
 */
export function layoutOfText(
  names: readonly string[],
  inputs: readonly InputInfo[],
  added: readonly SchemaElement[],
): Layout {
  const numeric = numericInputs(inputs);
  const columns = [...names.map((name) => (numeric.has(name) ? numberColumn(name) : textColumn(name))), ...added];
  return { columns, stored: columns, metadata: [] };
}

/** Returns the names of the inputs whose values are numbers. */
export function numericInputs(inputs: readonly InputInfo[]): ReadonlySet<string> {
  return new Set(inputs.filter((input) => !holdsText(input)).map(({ name }) => name));
}

/** Whether the values of an input are strings. */
export function holdsText(input: InputInfo): boolean {
  return input.kind === "category" && typeof input.categories[0] === "string";
}

/** Returns the values of some rows, and the list itself if these are all. */
export function pick<T extends ArrayLike<unknown>>(list: T, rows: readonly number[]): T {
  if (rows.length === list.length) return list;
  const picked = rows.map((row) => list[row]);
  // biome-ignore lint/suspicious/noExplicitAny: a typed array of the same kind
  return (Array.isArray(list) ? picked : (list.constructor as any).from(picked)) as T;
}

/** Rows. A row group of 100,000 rows takes three times the memory if it is written at once. */
const ROWS_AT_ONCE = 20_000;

/** Cuts a table into smaller ones. One without rows becomes none. */
export function* cut({ rows, lists }: Table): Generator<Table> {
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const end = Math.min(rows, start + ROWS_AT_ONCE);
    yield { rows: end - start, lists: rows <= ROWS_AT_ONCE ? lists : lists.map((list) => list.slice(start, end)) };
  }
}

/** Returns numbers with null for a missing one, which is NaN to a model. */
export function toMissing(numbers: ArrayLike<unknown>): readonly unknown[] {
  return Array.from(numbers, (value) => (Number.isNaN(value) ? null : value));
}
