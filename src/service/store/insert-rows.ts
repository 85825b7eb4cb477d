// Inserts many rows by few statements, each compiled once. To compile one takes longer than to
// insert its rows.

import { type CompiledQuery, type RawBuilder, sql } from "kysely";
import type { Connection } from "./database.js";
import type { Tables } from "./schema.js";

/** Rows of a statement. Longer statements are no faster. */
const SIZES = [256, 32, 4, 1];

/**
 * Inserts rows.
 *
 * @param parametersOf returns the parameters for this many rows from a position on
 * @returns how many were not there before
 */
export type Insert = (
  connection: Connection,
  rows: number,
  parametersOf: (from: number, size: number) => unknown[],
) => Promise<number>;

/** @param statementOf returns the statement for this many rows, with any parameters */
export function chunkedInsert(statementOf: (size: number) => RawBuilder<unknown>): Insert {
  const compiled = new Map<number, CompiledQuery>();
  return async (connection, rows, parametersOf) => {
    let inserted = 0;
    let done = 0;
    for (const size of SIZES)
      for (; done + size <= rows; done += size) {
        let query = compiled.get(size);
        if (!query) {
          query = statementOf(size).compile(connection);
          compiled.set(size, query);
        }
        const { numAffectedRows } = await connection.executeQuery({ ...query, parameters: parametersOf(done, size) });
        inserted += Number(numAffectedRows);
      }
    return inserted;
  };
}

/**
 * Returns a function that inserts rows of a table. Rows whose key exists stay as they are.
 *
 * @param columns in the order of the values of a row
 */
export function rowInserter(
  table: keyof Tables,
  columns: readonly string[],
): (connection: Connection, rows: readonly (readonly unknown[])[]) => Promise<number> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const row = sql`(${sql.join(columns.map(() => sql.val(null)))})`;
  const insert = chunkedInsert(
    (size) =>
      sql`insert into ${sql.table(table)} (${names}) values ${sql.join(Array.from({ length: size }, () => row))}
        on conflict do nothing`,
  );
  return (connection, rows) => insert(connection, rows.length, (from, size) => rows.slice(from, from + size).flat());
}
