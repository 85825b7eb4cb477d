// Where a store can be: SQLite, and PostgreSQL if it is installed.

import { join } from "node:path";
import { afterEach, type TestOptions } from "vitest";
import { type Postgres, startPostgres } from "./postgres.js";
import { needs } from "./programs.js";

/** The name of a database, options of its tests, and a function that returns a new location. */
type StoreLocation = readonly [name: string, options: TestOptions, locate: () => string | Promise<string>];

/** Returns both, for `describe.each`. A server of PostgreSQL ends with the test that started it. */
export function storeLocations(folder: string): readonly StoreLocation[] {
  let postgres: Postgres | undefined;
  afterEach(async () => {
    await postgres?.remove();
    postgres = undefined;
  });
  const onServer = async (): Promise<string> => {
    postgres = await startPostgres();
    return postgres.createDatabase();
  };
  return [
    ["SQLite", {}, () => join(folder, "store.db")],
    ["PostgreSQL", needs("postgres"), onServer],
  ];
}
