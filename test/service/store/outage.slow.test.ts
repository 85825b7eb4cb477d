// What waits while PostgreSQL is away is written once it is back.

import { afterEach, expect, it } from "vitest";
import { idCreator } from "../../../src/service/store/prediction-ids.js";
import { type Postgres, startPostgres } from "../../support/postgres.js";
import { needs } from "../../support/programs.js";
import { openWriter, type TestWriter } from "./writer.js";

let postgres: Postgres | undefined;
let writer: TestWriter | undefined;
afterEach(async () => {
  await writer?.close();
  await postgres?.remove();
});

it("predictions wait for a database that is away, and feedback is refused", needs("postgres"), async () => {
  postgres = await startPostgres();
  writer = await openWriter(postgres.createDatabase());
  const { predict, feed, sent } = writer;
  const ids = idCreator();
  const [one, two] = [ids(1), ids(1)];
  predict({ id: one, value: 5 });
  expect(await feed(one, 4)).toBe("accepted");
  await postgres.kill();
  predict({ id: two, value: 7 });
  await expect(feed(two, 4)).rejects.toThrow();
  await postgres.start();
  await expect.poll(() => sent.map(({ kind }) => kind), { timeout: 10_000 }).toContain("recovery");
  expect(sent.map(({ kind }) => kind)).toEqual(["written", "failure", "written", "recovery"]);
  expect(await feed(two, 4)).toBe("accepted");
  expect((await writer.summarize())[0]).toMatchObject({ predictions: 2, errors: { rows: 2, error: 4 } });
});
