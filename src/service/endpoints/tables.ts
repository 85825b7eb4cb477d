// Tables of inference protocols, whose rows become records. The length of a table is known before
// any record is made.

import type { InputInfo } from "../../index.js";
import { missingFeatures } from "../errors/error-translation.js";
import { ServiceError } from "../errors/errors.js";

/** Rows that the model has not validated. */
export interface Table {
  readonly length: number;
  /** @throws ServiceError `InvalidInputError` if the row has another form than the table */
  record(row: number): unknown;
}

/** The columns that tables are read for. */
export interface TableColumns {
  /** In the order of rows without names. A table must have all of them. */
  readonly inputs: readonly InputInfo[];
  /** Further names that may be of use. */
  readonly optional: readonly string[];
}

/** Named values, in the order in which records have them. */
type Named<T> = readonly (readonly [name: string, value: T])[];

/** @throws ServiceError `InvalidInputError` */
export function refuseInput(message: string): never {
  throw new ServiceError(400, "InvalidInputError", message);
}

/**
 * Requires that no name comes twice.
 *
 * @param place of the names in the body, for messages
 * @throws ServiceError `InvalidInputError`
 */
export function requireUnique(names: readonly string[], place: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) refuseInput(`${place}: expected each name once, got ${JSON.stringify(name)} twice`);
    seen.add(name);
  }
}

/**
 * Returns the columns that are read, those of the inputs first.
 *
 * @param columns anything keyed by name. Names that nobody reads are ignored
 * @throws ServiceError `MissingFeaturesError` with the inputs that have no column
 */
export function selectColumns<T>(columns: ReadonlyMap<string, T>, { inputs, optional }: TableColumns): Named<T> {
  const missing = inputs.filter(({ name }) => !columns.has(name));
  if (missing.length > 0) throw missingFeatures(missing.map(({ name }) => name));
  const names = [...inputs.map(({ name }) => name), ...optional.filter((name) => columns.has(name))];
  return names.map((name) => [name, columns.get(name)!]);
}

/**
 * Returns the table of rows.
 *
 * @param names of the values of a row
 * @param place of the rows in the body, for messages
 * @throws ServiceError `MissingFeaturesError`, `InvalidInputError`
 */
export function tableOfRows(
  names: readonly string[],
  rows: readonly unknown[],
  columns: TableColumns,
  place: string,
): Table {
  requireUnique(names, place);
  const positions = selectColumns(new Map(names.map((name, k) => [name, k])), columns);
  return {
    length: rows.length,
    record(i) {
      const row = rows[i];
      if (!Array.isArray(row) || row.length !== names.length)
        refuseInput(`${place}: expected rows of ${names.length} values, got ${describeLength(row)} in row ${i}`);
      return Object.fromEntries(positions.map(([name, k]) => [name, row[k]]));
    },
  };
}

/**
 * Returns the table of a list of values for each column.
 *
 * @param place of the lists in the body, for messages
 * @throws ServiceError `InvalidInputError` unless all lists have the same length
 */
export function tableOfColumns(lists: Named<readonly unknown[]>, place: string): Table {
  const length = lists[0]?.[1].length ?? 0;
  const other = lists.find(([, list]) => list.length !== length);
  if (other)
    refuseInput(
      `${place}: expected lists of the same length, got ${length} values and ${other[1].length} of ${JSON.stringify(other[0])}`,
    );
  return { length, record: (row) => Object.fromEntries(lists.map(([name, list]) => [name, list[row]])) };
}

function describeLength(row: unknown): string {
  return Array.isArray(row) ? `${row.length}` : "none";
}
