// A database of PostgreSQL, for services on several machines.

import { Kysely, PostgresDialect, sql } from "kysely";
import { importPeer } from "../peers.js";
import type { Database } from "./database.js";
import { createTables, type Tables } from "./schema.js";

/** How long a transaction waits for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 5000;
/** The lock of transactions that write: "supp" in ASCII. */
const WRITE_LOCK = 0x73757070;

/**
 * Connects to a database, and creates the tables that are missing.
 *
 * @throws Error of PostgreSQL, or if the package pg is missing
 */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await importPeer("pg", () => import("pg"));
  const pool = new pg.Pool({
    connectionString: url,
    // One writes, and one reads meanwhile.
    max: 2,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    application_name: "supportvector",
  });
  // Without a listener, the loss of an idle connection would end the thread.
  pool.on("error", () => {});
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const bytes = sql`bytea`;
  const database: Database = {
    bytes,
    reading: kysely,
    write: (isDurable, work) =>
      kysely.transaction().execute(async (connection) => {
        if (!isDurable) await sql`set local synchronous_commit = off`.execute(connection);
        // Otherwise a prediction and its outcome that are written at once would not see each other.
        await sql`select pg_advisory_xact_lock(${sql.lit(WRITE_LOCK)})`.execute(connection);
        return work(connection);
      }),
    // Deleted rows go with the next vacuum, and from the log of the server by its own retention.
    purge: async () => {},
    close: () => kysely.destroy(),
  };
  try {
    const counted = sql`integer generated always as identity primary key`;
    const dialect = { bytes, counted, clustered: sql`` };
    await database.write(true, (connection) => createTables(connection, dialect));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
