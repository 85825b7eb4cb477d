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
 * Returns the columns of the inputs, in the order of the inputs.
 *
 * @param columns anything keyed by name. Other names than those of inputs are ignored
 * @throws ServiceError `MissingFeaturesError` with the inputs that have no column
 */
export function selectInputs<T>(columns: ReadonlyMap<string, T>, inputs: readonly InputInfo[]): T[] {
  const missing = inputs.filter(({ name }) => !columns.has(name));
  if (missing.length > 0) throw missingFeatures(missing.map(({ name }) => name));
  return inputs.map(({ name }) => columns.get(name)!);
}

/**
 * Returns the table of rows.
 *
 * @param columns names of the values of a row
 * @param place of the rows in the body, for messages
 * @throws ServiceError `MissingFeaturesError`, `InvalidInputError`
 */
export function tableOfRows(
  columns: readonly string[],
  rows: readonly unknown[],
  inputs: readonly InputInfo[],
  place: string,
): Table {
  requireUnique(columns, place);
  const positions = selectInputs(new Map(columns.map((name, k) => [name, k])), inputs);
  return {
    length: rows.length,
    record(i) {
      const row = rows[i];
      if (!Array.isArray(row) || row.length !== columns.length)
        refuseInput(`${place}: expected rows of ${columns.length} values, got ${describeLength(row)} in row ${i}`);
      return Object.fromEntries(inputs.map(({ name }, k) => [name, row[positions[k]!]]));
    },
  };
}

/**
 * Returns the table of a list of values for each input.
 *
 * @param lists in the order of the inputs
 * @param place of the lists in the body, for messages
 * @throws ServiceError `InvalidInputError` unless all lists have the same length
 */
export function tableOfColumns(
  lists: readonly (readonly unknown[])[],
  inputs: readonly InputInfo[],
  place: string,
): Table {
  const length = lists[0]?.length ?? 0;
  const other = lists.findIndex((list) => list.length !== length);
  if (other >= 0)
    refuseInput(
      `${place}: expected lists of the same length, got ${length} values and ${lists[other]!.length} of ${JSON.stringify(inputs[other]!.name)}`,
    );
  return { length, record: (row) => Object.fromEntries(inputs.map(({ name }, k) => [name, lists[k]![row]])) };
}

function describeLength(row: unknown): string {
  return Array.isArray(row) ? `${row.length}` : "none";
}
