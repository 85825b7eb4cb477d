// An open database with its tables.

import type { Kysely, RawBuilder } from "kysely";
import type { Tables } from "./schema.js";

/** A connection to the tables, within a transaction. */
export type Connection = Kysely<Tables>;

/** An open database. */
export interface Database {
  /** The type of bytes. */
  readonly bytes: RawBuilder<unknown>;
  /** Reads, outside of any transaction. */
  readonly reading: Connection;
  /**
   * Runs a transaction. One at a time writes, on all machines together, so it sees all that others
   * have written. It is undone if it throws.
   *
   * @param isDurable whether what it wrote must outlast a power cut. A killed process loses nothing
   */
  write<T>(isDurable: boolean, run: (connection: Connection) => Promise<T>): Promise<T>;
  /** Overwrites what was deleted, as far as that is in the hands of the service. */
  purge(): Promise<void>;
  close(): Promise<void>;
}
