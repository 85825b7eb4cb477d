// The database at a location: a file of SQLite, or PostgreSQL.

import type { Database } from "./database.js";
import { openPostgres } from "./postgres.js";
import { openSqlite } from "./sqlite.js";

/** Opens the database at a path, or at a URL that begins with `postgres://`. */
export function openDatabase(location: string): Promise<Database> {
  return /^postgres(ql)?:\/\//.test(location) ? openPostgres(location) : openSqlite(location);
}
