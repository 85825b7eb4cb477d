// A database of SQLite: one file, written ahead (WAL), which several processes may open.

import { closeSync, openSync } from "node:fs";
import { CompiledQuery, Kysely, SqliteDialect, type SqliteStatement, sql } from "kysely";
import { importPeer } from "../peers.js";
import type { Database } from "./database.js";
import { createTables, type Tables } from "./schema.js";

/** How long a transaction waits for those of other processes, in milliseconds. */
const BUSY_TIMEOUT = 10_000;
/** Only the owner may read the file. SQLite gives its other files the same mode. */
const MODE = 0o600;

/**
 * Opens a file, or creates it.
 *
 * @throws Error of the file system or of SQLite, or if the package libsql is missing
 */
export async function openSqlite(path: string): Promise<Database> {
  const { default: Sqlite } = await importPeer("libsql", () => import("libsql"));
  closeSync(openSync(path, "a", MODE));
  const file = new Sqlite(path, { timeout: BUSY_TIMEOUT });
  const statements = new Map<string, SqliteStatement>();
  // Kysely prepares a statement each time. A prepared one takes half the time for a few rows.
  const prepare = (text: string): SqliteStatement => {
    const known = statements.get(text);
    if (known) return known;
    const prepared = withBuffers(file.prepare(text) as unknown as SqliteStatement);
    statements.set(text, prepared);
    return prepared;
  };
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { prepare, close: () => void file.close() } }),
  });
  const run = (connection: Kysely<Tables>, text: string): Promise<unknown> =>
    connection.executeQuery(CompiledQuery.raw(text));

  /** Of the last transaction, and at first of none. */
  let wasDurable: boolean | undefined;
  const bytes = sql`blob`;
  const database: Database = {
    bytes,
    reading: kysely,
    write: (isDurable, work) =>
      kysely.connection().execute(async (connection) => {
        if (isDurable !== wasDurable) await run(connection, `pragma synchronous = ${isDurable ? "full" : "normal"}`);
        wasDurable = isDurable;
        // Not `begin`: a transaction that has read before another one's commit may no longer write.
        await run(connection, "begin immediate");
        try {
          const result = await work(connection);
          await run(connection, "commit");
          return result;
        } catch (error) {
          await run(connection, "rollback").catch(() => {});
          throw error;
        }
      }),
    purge: async () => void (await run(kysely, "pragma wal_checkpoint(truncate)")),
    close: () => kysely.destroy(),
  };
  try {
    for (const pragma of ["journal_mode = wal", "secure_delete = on"]) await run(kysely, `pragma ${pragma}`);
    const dialect = { bytes, counted: sql`integer primary key`, clustered: sql`without rowid` };
    await database.write(true, (connection) => createTables(connection, dialect));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Returns a statement whose rows have bytes as buffers. libsql returns other objects. */
function withBuffers(statement: SqliteStatement): SqliteStatement {
  const { reader } = statement;
  const toBuffers = (row: unknown): unknown => {
    const values = row as Record<string, unknown>;
    for (const name in values) {
      const value = values[name];
      if (value instanceof ArrayBuffer) values[name] = Buffer.from(value);
    }
    return values;
  };
  return {
    reader,
    all: (parameters) => statement.all(parameters).map(toBuffers),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
