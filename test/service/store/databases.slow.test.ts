// What both databases do with predictions and outcomes: each outcome counts once, whichever of the
// two comes last.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { idCreator, lowestId } from "../../../src/service/store/prediction-ids.js";
import { type PromotionChange, promotionAfter } from "../../../src/service/store/promotions.js";
import { minuteOf } from "../../../src/service/store/sums.js";
import { type Postgres, startPostgres } from "../../support/postgres.js";
import { needs } from "../../support/programs.js";
import { DAY, openWriter, type TestWriter } from "./writer.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-store-"));
let postgres: Postgres | undefined;
let files = 0;
const create = idCreator();
/** Returns a new id, of a prediction some time ago. */
const idOf = (age = 0): Buffer => {
  const id = create(1);
  if (age > 0) lowestId(Date.now() - age).copy(id, 0, 0, 6);
  return id;
};

const open = new Set<TestWriter>();
async function start(location: string, targets?: readonly string[]): Promise<TestWriter> {
  const writer = await openWriter(location, targets);
  open.add(writer);
  return writer;
}
afterEach(async () => {
  for (const writer of open) await writer.close();
  open.clear();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ["SQLite", {}, () => join(folder, `${files++}.db`)],
  ["PostgreSQL", needs("postgres"), () => postgres!.createDatabase()],
])("%s", (name, options, createLocation) => {
  describe("", options, () => {
    beforeAll(async () => {
      if (name === "PostgreSQL") postgres = await startPostgres();
    });
    afterAll(() => postgres?.remove());

    it("adds the errors of all versions that predicted an id", async () => {
      const { predict, feed, summarize } = await start(createLocation());
      const [one, two] = [idOf(), idOf()];
      predict({ id: one, value: 5 }, { id: one, value: 2, series: 1 }, { id: two, value: 7.1 });
      expect(await feed(one, 3)).toBe("accepted");
      expect(await summarize()).toEqual([
        {
          variant: "champion",
          model: "m",
          version: "1",
          target: "hours",
          shadow: false,
          predictions: 2,
          errors: { rows: 1, error: 2, absolute: 2, squared: 4 },
        },
        {
          variant: "next",
          model: "m",
          version: "2",
          target: "hours",
          shadow: true,
          predictions: 1,
          errors: { rows: 1, error: -1, absolute: 1, squared: 1 },
        },
      ]);
    });

    it("has the numbers and errors of each span of time", async () => {
      const { predict, feed, readTimelines } = await start(createLocation());
      const HOUR = 3_600_000;
      const to = (Math.floor(Date.now() / HOUR) + 1) * HOUR;
      // Hours after the beginning of the first of three spans.
      const at = (hours: number): Buffer => idOf(Date.now() - (to - 3 * HOUR + hours * HOUR));
      const ids = [-0.01, 0, 0.99, 2.1, 2.2].map(at);
      predict(...ids.map((id, i) => ({ id, value: i })), { id: ids[1]!, value: 7, series: 1 });
      for (const i of [0, 1, 4]) expect(await feed(ids[i]!, 2)).toBe("accepted");
      const none = { rows: 0, error: 0, absolute: 0, squared: 0 };
      const series = { model: "m", target: "hours" };
      expect(await readTimelines({ from: to - 3 * HOUR, length: HOUR, count: 3 })).toEqual([
        {
          ...{ ...series, variant: "champion", version: "1", shadow: false },
          predictions: [2, 0, 2],
          errors: [
            { rows: 1, error: -1, absolute: 1, squared: 1 },
            none,
            { rows: 1, error: 2, absolute: 2, squared: 4 },
          ],
        },
        {
          ...{ ...series, variant: "next", version: "2", shadow: true },
          predictions: [1, 0, 0],
          errors: [{ rows: 1, error: 5, absolute: 5, squared: 25 }, none, none],
        },
      ]);
    });

    it("counts an outcome once, and keeps its first value", async () => {
      const { predict, feed, feedAll, summarize } = await start(createLocation());
      const [one, two] = [idOf(), idOf()];
      predict({ id: one, value: 5 }, { id: two, value: 5 });
      expect(
        await feedAll([
          [one, 3],
          [one, 3],
          [one, 4],
          [two, 5],
        ]),
      ).toEqual(["accepted", "duplicate", "conflict", "accepted"]);
      expect([await feed(one, 3), await feed(one, 2)]).toEqual(["duplicate", "conflict"]);
      expect((await summarize())[0]!.errors).toEqual({ rows: 2, error: 2, absolute: 2, squared: 4 });
    });

    it("counts an outcome that comes before its prediction, or before that of a shadow", async () => {
      const { predict, feed, summarize, settle, database } = await start(createLocation());
      const [one, two] = [idOf(), idOf()];
      expect([await feed(one, 1), await feed(one, 1), await feed(one, 2)]).toEqual(["pending", "pending", "conflict"]);
      predict({ id: two, value: 3 }, { id: one, value: 3 });
      await settle();
      // It no longer waits, and is kept for as long as its prediction.
      expect(await database.reading.selectFrom("actual").select("predicted").execute()).toEqual([{ predicted: 1 }]);
      predict({ id: one, value: 5, series: 1 });
      expect(await feed(one, 1)).toBe("duplicate");
      expect((await summarize()).map(({ errors }) => errors)).toEqual([
        { rows: 1, error: 2, absolute: 2, squared: 4 },
        { rows: 1, error: 4, absolute: 4, squared: 16 },
      ]);
    });

    it("counts predictions once that are written again, as after a lost connection", async () => {
      const { predict, feed, summarize, settle } = await start(createLocation());
      const row = { id: idOf(), value: 5 };
      predict(row);
      await feed(row.id, 4);
      predict(row);
      await settle();
      const { predictions, errors } = (await summarize())[0]!;
      expect({ predictions, errors }).toEqual({
        predictions: 1,
        errors: { rows: 1, error: 1, absolute: 1, squared: 1 },
      });
    });

    it("has values as they were predicted, to the bit", async () => {
      const { predict, database, settle } = await start(createLocation());
      const values = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 62.94166083618925, -1e-7, 3];
      predict(...values.map((value) => ({ id: idOf(), value })));
      await settle();
      const rows = await database.reading.selectFrom("prediction").select("value").orderBy("id").execute();
      expect(rows.map(({ value }) => value)).toEqual(values);
    });

    it("writes any number of rows", async () => {
      const { predict, feedAll, summarize } = await start(createLocation());
      const ids = Array.from({ length: 999 }, () => idOf());
      predict(...ids.map((id, i) => ({ id, value: i, subject: `s${i % 7}` })));
      const results = await feedAll(ids.map((id, i) => [id, i - 1]));
      expect(new Set(results)).toEqual(new Set(["accepted"]));
      expect((await summarize())[0]).toMatchObject({
        predictions: 999,
        errors: { rows: 999, error: 999, absolute: 999, squared: 999 },
      });
    });

    it("adds the errors of each target", async () => {
      const { predict, feed, summarize } = await start(createLocation(), ["hours", "days"]);
      const id = idOf();
      predict({ id, value: 5 }, { id, value: 2, series: 2 });
      expect([await feed(id, 3, 1), await feed(id, 3, 2)]).toEqual(["accepted", "conflict"]);
      const found = await summarize();
      expect(found.map(({ target, errors }) => [target, errors.error]).sort()).toEqual([
        ["days", 1],
        ["hours", 2],
      ]);
    });

    it("keeps outcomes of unknown ids for a day, and tells late ones apart", async () => {
      const { feed, writer, database, settle } = await start(createLocation());
      const [fresh, old, future, late] = [idOf(), idOf(2 * DAY), idOf(-2 * DAY), idOf(31 * DAY)];
      lowestId(Date.now() + 2 * DAY).copy(future, 0, 0, 6);
      const results = [await feed(fresh, 1), await feed(old, 1), await feed(future, 1), await feed(late, 1)];
      expect(results).toEqual(["pending", "unknown", "unknown", "late"]);
      const stale = idOf(1.5 * DAY);
      await database.reading
        .insertInto("actual")
        .values({ id: stale, target: "hours", value: 1, predicted: 0 })
        .execute();
      writer.clean();
      await settle();
      await settle();
      const kept = await database.reading.selectFrom("actual").select("id").execute();
      expect(kept.map(({ id }) => id)).toEqual([fresh]);
    });

    it("deletes what is older than the retention", async () => {
      const { predict, feed, writer, database, settle, summarize } = await start(createLocation());
      const [old, young] = [idOf(31 * DAY), idOf(29 * DAY)];
      predict({ id: old, value: 5, inputs: "{}" }, { id: young, value: 6, inputs: "{}" });
      await feed(old, 4);
      await feed(young, 4);
      writer.clean();
      await settle();
      await settle();
      for (const table of ["prediction", "actual", "inputs"] as const) {
        const rows = await database.reading.selectFrom(table).select("id").execute();
        expect(
          rows.map(({ id }) => id),
          table,
        ).toEqual([young]);
      }
      expect((await summarize()).map(({ errors }) => errors.error)).toEqual([2]);
      expect(await feed(old, 4)).toBe("late");
    });

    it("deletes a subject from everywhere, and from the sums", async () => {
      const { predict, feed, database, summarize, forget } = await start(createLocation());
      const [mine, also, other] = [idOf(), idOf(), idOf()];
      predict(
        { id: mine, value: 1e6, subject: "me", inputs: "{}" },
        { id: mine, value: 2, subject: "me", series: 1 },
        { id: also, value: 7, subject: "me", inputs: "{}" },
        { id: other, value: 0.3, subject: "you", inputs: "{}" },
      );
      await feed(mine, 3);
      await feed(other, 0.1);
      expect(await forget("me")).toBe(2);
      for (const table of ["prediction", "actual", "inputs"] as const) {
        const rows = await database.reading.selectFrom(table).select("id").execute();
        expect(
          rows.map(({ id }) => id),
          table,
        ).toEqual([other]);
      }
      const error = 0.3 - 0.1;
      expect((await summarize()).map(({ predictions, errors }) => ({ predictions, errors }))).toEqual([
        { predictions: 1, errors: { rows: 1, error, absolute: error, squared: error * error } },
        { predictions: 0, errors: { rows: 0, error: 0, absolute: 0, squared: 0 } },
      ]);
      expect(await forget("me")).toBe(0);
    });

    it("has no subject in readable form, and other hashes than another database", async () => {
      const hashes: string[] = [];
      for (const location of [createLocation(), createLocation()]) {
        const { predict, database, settle } = await start(location);
        predict({ id: idOf(), value: 1, subject: "person 17" }, { id: idOf(), value: 1 });
        await settle();
        const rows = await database.reading.selectFrom("prediction").select("subject").orderBy("id").execute();
        expect(rows[1]!.subject).toBe(null);
        hashes.push(rows[0]!.subject!.toString("hex"));
      }
      expect(hashes[0]).toMatch(/^[\da-f]{32}$/);
      expect(hashes[0]).not.toBe(hashes[1]);
    });

    it("says since when several versions have predicted", async () => {
      const { predict, ask } = await start(createLocation());
      const [first, later] = ["1", "2"].map((version) => ({ variant: "champion", model: "m", version }));
      const beginning = (...versions: readonly unknown[]) => ask({ kind: "beginning", versions });
      const [champion, shadow, other] = [idOf(3 * DAY), idOf(2 * DAY), idOf(DAY)];
      predict({ id: champion, value: 1 }, { id: shadow, value: 1, series: 1 }, { id: other, value: 1 });
      predict({ id: other, value: 1, series: 3 }, { id: idOf(), value: 1, series: 3 });
      expect(await beginning(first)).toBe(minuteOf(champion) * 60_000);
      expect(await beginning(first, later)).toBe(minuteOf(other) * 60_000);
      expect(await beginning(later, first)).toBe(minuteOf(other) * 60_000);
      expect(await beginning(first, { variant: "next", model: "m", version: "2" })).toBe(undefined);
    });

    it("summarizes some versions as it does all", async () => {
      const { predict, feed, summarize } = await start(createLocation());
      const ids = [idOf(DAY), idOf(), idOf()];
      predict(...ids.flatMap((id, i) => [0, 1].map((series) => ({ id, value: i / 7, series }))));
      for (const id of ids) await feed(id, 1 / 3);
      const [champion, shadow] = await summarize();
      const { variant, model, version } = champion!;
      expect(await summarize([{ variant, model, version }])).toEqual([champion]);
      expect(await summarize([{ variant: shadow!.variant, model, version: shadow!.version }])).toEqual([]);
      expect(await summarize([])).toEqual([]);
    });

    it("has the promotions of each experiment, which are made and undone once", async () => {
      const location = createLocation();
      const [one, two] = [await start(location), await start(location)];
      const promote = (variant: string): PromotionChange => ({ action: "promote", variant, version: "1" });
      const undo = (id: number): PromotionChange => ({ action: "undo", id });
      const before = Date.now();
      // Both at once, from two connections.
      const changes = [one.change("ops", promote("b")), two.change("anna", promote("b"))];
      expect(await Promise.all(changes)).toEqual([true, true]);
      expect(await one.change("ops", promote("c"))).toBe(true);
      const [first, second, ...none] = await two.promotions(0);
      expect([first, second]).toMatchObject([
        { operator: expect.stringMatching(/^(ops|anna)$/), variant: "b", version: "1", undoes: null },
        { operator: "ops", variant: "c", version: "1", undoes: null },
      ]);
      expect(none).toEqual([]);
      expect(first!.time).toBeGreaterThanOrEqual(before);
      expect(await two.change("ops", undo(first!.id))).toBe(false);
      expect(await Promise.all([one, two].map(({ change }) => change("ops", undo(second!.id))))).toEqual([true, true]);
      const [undone, ...others] = await two.promotions(second!.id);
      expect(undone).toMatchObject({ operator: "ops", undoes: second!.id });
      expect(others).toEqual([]);
      expect(promotionAfter(await one.promotions(0))).toEqual(first);
      expect(await one.promotions(0, "other")).toEqual([]);
    });

    it("counts each outcome once if several processes write", async () => {
      const location = createLocation();
      const [one, two] = [await start(location), await start(location)];
      const ids = Array.from({ length: 400 }, () => idOf());
      const fed: Promise<string>[] = [];
      for (const id of ids) {
        one.predict({ id, value: 3 });
        fed.push(two.feed(id, 1), one.feed(id, 1));
      }
      const results = await Promise.all(fed);
      await one.settle();
      expect(results.filter((result) => result === "conflict")).toEqual([]);
      expect((await two.summarize())[0]).toMatchObject({ predictions: 400, errors: { rows: 400, error: 800 } });
    });
  });
});

it("only the owner may read a file of SQLite", async () => {
  const location = join(folder, "mode.db");
  const { predict, settle } = await start(location);
  predict({ id: idOf(), value: 1 });
  await settle();
  expect(["", "-wal", "-shm"].map((end) => statSync(location + end).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
});
