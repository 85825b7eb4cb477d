// Converts the tables of inference protocols to records.

import { ServiceError } from "../errors/errors.js";

type Column = readonly unknown[];

/** A record that the model has not validated. */
export type UnreadRecord = Readonly<Record<string, unknown>>;

/** @throws ServiceError `InvalidInputError` */
export function refuseInput(message: string): never {
  throw new ServiceError(400, "InvalidInputError", message);
}

/**
 * Converts rows of values in the order of the names.
 *
 * @param place of the rows in the body, for messages
 * @throws ServiceError `InvalidInputError` if a row is not an array or has another length
 */
export function recordsFromRows(names: readonly string[], rows: readonly unknown[], place: string): UnreadRecord[] {
  return rows.map((row, i) => {
    if (!Array.isArray(row) || row.length !== names.length)
      refuseInput(`${place}: expected rows of ${names.length} values, got ${describeLength(row)} in row ${i}`);
    return Object.fromEntries(names.map((name, k) => [name, row[k]]));
  });
}

/**
 * Converts columns keyed by name. An n × 1 array is read as a list.
 *
 * @throws ServiceError `InvalidInputError` unless all columns are lists of the same length
 */
export function recordsFromColumns(columns: ReadonlyMap<string, unknown>, place: string): UnreadRecord[] {
  const lists = [...columns].map(([name, column]): readonly [string, Column] => {
    if (!Array.isArray(column)) refuseInput(`${place}: expected ${JSON.stringify(name)} to be a list of values`);
    return [name, column.every((cell) => Array.isArray(cell) && cell.length === 1) ? column.flat() : column];
  });
  const length = lists[0]?.[1].length ?? 0;
  for (const [name, { length: own }] of lists)
    if (own !== length)
      refuseInput(
        `${place}: expected lists of the same length, got ${length} values and ${own} of ${JSON.stringify(name)}`,
      );
  return Array.from({ length }, (_, row) => Object.fromEntries(lists.map(([name, list]) => [name, list[row]])));
}

function describeLength(row: unknown): string {
  return Array.isArray(row) ? `${row.length}` : "none";
}
