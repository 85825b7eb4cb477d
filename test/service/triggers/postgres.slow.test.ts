// Triggers on PostgreSQL.

import { afterAll, beforeAll, describe } from "vitest";
import { type Postgres, startPostgres } from "../../support/postgres.js";
import { needs } from "../../support/programs.js";
import { describeTriggers } from "./both-databases.js";

describe("PostgreSQL", needs("postgres"), () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.remove());

  describeTriggers(() => postgres.createDatabase(), true);
});
