// Experiments: what outcomes say of the versions in service, and promotions, which operators make
// and undo.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { compareVariants } from "../../src/monitoring/index.js";
import { splitPeriods } from "../../src/service/experiment/periods.js";
import { readApiKeys } from "../../src/service/index.js";
import { idCreator, lowestId } from "../../src/service/store/prediction-ids.js";
import type { PromotionEntry } from "../../src/service/store/promotions.js";
import { type RunningService, startService, stopServices, type TestOptions } from "../support/service.js";
import { TINY_RECORD, variantModel } from "../support/variants.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-experiment-"));
let files = 0;
afterEach(stopServices);
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;
const OPS = { "X-API-Key": "fedcba9876543210" };
const WEB = { "X-API-Key": "0123456789abcdef" };
const apiKeys = await readApiKeys({ API_KEYS: "web:0123456789abcdef,ops:fedcba9876543210" });
const create = idCreator();

/** A model that predicts this number, in the version of this year. */
const modelOf = (prediction: number, year = 2026) =>
  variantModel(prediction, ({ metadata }) => Object.assign(metadata, { training_date: `${year}-01-01` }));

function start(options: TestOptions = {}): Promise<RunningService> {
  return startService({
    models: { champion: modelOf(3), challenger: modelOf(5) },
    split: { champion: 50, challenger: 50 },
    subject: "header:X-User",
    store: { location: join(folder, `${files++}.db`) },
    apiKeys,
    operators: ["ops"],
    ...options,
  });
}

/** Stores predictions of a minute that have these errors. */
async function addErrors(
  { service }: RunningService,
  variant: string,
  time: number,
  errors: readonly number[],
  shadow = false,
): Promise<void> {
  const { served } = service.models.variants.find(({ name }) => name === variant)!;
  const ids = create(errors.length);
  for (let i = 0; i < errors.length; i++) lowestId(time).copy(ids, 16 * i, 0, 6);
  const predictions = errors.map(() => 0);
  service.store!.add(
    { served: served!, predictions, ids, shadow },
    () => undefined,
    () => "",
  );
  const outcomes = errors.map((error, i) => ({ id: ids.subarray(16 * i, 16 * i + 16), actual: [-error] }));
  await service.store!.addFeedback(served!.model.targets, outcomes);
}

const alternating = (...errors: readonly number[]): number[] =>
  Array.from({ length: 200 }, (_, i) => errors[i % errors.length]!);

const get = async (api: RunningService) => (await api.ask("/experiment", { headers: WEB })).body;
const promote = (api: RunningService, body: object, headers: Record<string, string> = OPS) =>
  api.post("/experiment/promote", body, headers);
const undo = (api: RunningService, id: number) => api.post("/experiment/undo", { id }, OPS);

/** Returns the variants that predict for these users. */
async function variantsOf(api: RunningService, users = 20): Promise<string[]> {
  const responses = await Promise.all(
    Array.from({ length: users }, (_, i) => api.post("/predict", TINY_RECORD, { ...WEB, "X-User": `user-${i}` })),
  );
  return responses.map(({ status, body: { variant, prediction } }) => {
    expect([status, prediction]).toEqual([200, variant === "champion" ? 3 : 5]);
    return variant;
  });
}

describe("GET /experiment", () => {
  it("compares the versions in service, since all of them predict", async () => {
    const api = await start();
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    // The champion was alone in this minute, with other errors.
    await addErrors(api, "champion", now - 60 * MINUTE, alternating(100));
    await addErrors(api, "champion", now - 50 * MINUTE, alternating(1, -3));
    await addErrors(api, "challenger", now - 50 * MINUTE, alternating(4, -8).slice(0, 150));
    expect(await get(api)).toMatchObject({
      experiment: "default",
      from: new Date(now - 50 * MINUTE).toISOString(),
      to: null,
      alpha: 0.05,
      champion: "champion",
      decision: "champion",
      winner: null,
      promotion: null,
      variants: [
        {
          variant: "champion",
          version: "2026-01-01",
          weight: 50,
          rows: 200,
          targets: [{ target: "hours", outcomes: 200, mae: 2 }],
        },
        {
          variant: "challenger",
          version: "2026-01-01",
          rows: 150,
          decision: "champion",
          targets: [{ outcomes: 150, mae: 6, difference: 4, decision: "champion" }],
        },
      ],
    });
  });

  it("leaves out other versions, shadows and variants of weight 0", async () => {
    const location = join(folder, `${files++}.db`);
    const now = Date.now();
    const before = await start({ store: { location } });
    for (const minutes of [90, 70]) await addErrors(before, "challenger", now - minutes * MINUTE, alternating(50));
    await before.stop();
    const api = await start({
      store: { location },
      models: { champion: modelOf(3), challenger: modelOf(5, 2027), idle: modelOf(4) },
      split: { champion: 50, challenger: 50, idle: 0 },
      shadows: { next: modelOf(7) },
    });
    await addErrors(api, "champion", now - 80 * MINUTE, alternating(4, -8));
    await addErrors(api, "challenger", now - 80 * MINUTE, alternating(1, -3));
    // It was a shadow of the same name before.
    await addErrors(api, "challenger", now - 75 * MINUTE, alternating(50), true);
    const { variants, decision, winner } = await get(api);
    expect([decision, winner, variants.length]).toEqual(["challenger", "challenger", 2]);
    expect(variants[1]).toMatchObject({ version: "2027-01-01", rows: 200, targets: [{ outcomes: 200, mae: 2 }] });
  });

  it("shares alpha among all comparisons", async () => {
    const api = await start({
      models: { a: modelOf(1), b: modelOf(2), c: modelOf(3) },
      split: { a: 1, b: 1, c: 1 },
      comparison: { alpha: 0.1, minOutcomes: 50 },
    });
    const now = Date.now();
    for (const variant of ["a", "b", "c"]) await addErrors(api, variant, now - 5 * MINUTE, alternating(1, -3, 2));
    const errors = { rows: 200, error: 1, absolute: 400, squared: 67 * 1 + 67 * 9 + 66 * 4 };
    const { interval } = compareVariants(errors, errors, { alpha: 0.05, minOutcomes: 50 }).difference!;
    const { variants, decision } = await get(api);
    expect(decision).toBe("continue");
    for (const variant of variants.slice(1))
      expect(variant.targets[0].interval).toEqual(interval.map((end) => expect.closeTo(end, 9)));
  });

  it("says nothing of few outcomes, and is there with a store and several variants only", async () => {
    const api = await start();
    const { from, decision, variants } = await get(api);
    expect([from, decision]).toEqual([null, "continue"]);
    expect(variants[1]).toMatchObject({
      rows: 0,
      targets: [{ outcomes: 0, mae: null, difference: null, interval: null, p_value: null, decision: "continue" }],
    });
    const location = join(folder, `${files++}.db`);
    const split = { models: { a: modelOf(3), b: modelOf(5) }, split: { a: 1, b: 1 } };
    for (const options of [split, { store: { location } }]) {
      const other = await startService({ ...options, apiKeys });
      expect((await other.ask("/experiment", { headers: OPS })).status).toBe(404);
    }
  });
});

it("refuses options of a comparison that are none", async () => {
  await expect(start({ comparison: { alpha: 2 } })).rejects.toThrow("/alpha expected a number above 0 and below 1");
});

describe("a promotion", () => {
  it("is made and undone by operators, and audited", async () => {
    const auditFile = join(folder, "promotions.ndjson");
    const api = await start({ auditFile });
    expect(await promote(api, { variant: "challenger" }, {})).toMatchObject({ status: 401 });
    expect(await promote(api, { variant: "challenger" }, WEB)).toMatchObject({
      status: 403,
      body: { type: "ForbiddenError" },
    });
    expect(new Set(await variantsOf(api))).toEqual(new Set(["champion", "challenger"]));
    const split = await variantsOf(api);
    const promoted = await promote(api, { variant: "challenger", version: "2026-01-01" });
    expect(promoted).toMatchObject({
      status: 200,
      body: { promotion: { id: 1, variant: "challenger", version: "2026-01-01", operator: "ops", in_force: true } },
    });
    expect(new Set(await variantsOf(api))).toEqual(new Set(["challenger"]));
    expect((await get(api)).promotion).toEqual(promoted.body.promotion);
    expect((await api.ask("/health")).body.variants).toMatchObject({
      champion: { weight: 50 },
      challenger: { promoted: true },
    });
    expect(await undo(api, 1)).toMatchObject({ status: 200, body: { promotion: null } });
    expect(await variantsOf(api)).toEqual(split);
    const lines = readFileSync(auditFile, "utf8").trim().split("\n");
    const audited = lines.map((line) => JSON.parse(line)).filter(({ route }) => route.startsWith("/experiment"));
    expect(audited).toEqual([
      {
        time: expect.stringMatching(/^2\d{3}-/),
        request: expect.any(String),
        caller: "ops",
        route: "/experiment/promote",
        promoted: { variant: "challenger", version: "2026-01-01" },
      },
      expect.objectContaining({ caller: "ops", route: "/experiment/undo", undone: { id: 1 } }),
    ]);
    const log = await api.stop();
    expect(log).toContain('"operator":"ops","variant":"challenger"');
  });

  it("may be repeated, and only the last one is undone", async () => {
    const api = await start();
    const ids: number[] = [];
    for (const variant of ["challenger", "challenger", "champion"])
      ids.push((await promote(api, { variant })).body.promotion.id);
    expect(ids).toEqual([1, 1, 2]);
    expect(await undo(api, 1)).toMatchObject({ status: 409, body: { type: "ConflictingPromotionError" } });
    for (let i = 0; i < 2; i++)
      expect((await undo(api, 2)).body.promotion).toMatchObject({ id: 1, variant: "challenger" });
    expect((await undo(api, 1)).body.promotion).toBe(null);
    expect((await undo(api, 9)).status).toBe(409);
  });

  it("is refused for what is not in service", async () => {
    const api = await start({
      models: { champion: modelOf(3), challenger: modelOf(5), broken: "/nowhere/model.json" },
      split: { champion: 50, challenger: 50, broken: 0 },
      shadows: { next: modelOf(7) },
    });
    for (const [body, status] of [
      [{ variant: "next" }, 400],
      [{}, 400],
      [[], 400],
      [{ variant: "challenger", version: "2025-01-01" }, 409],
      [{ variant: "broken" }, 503],
    ] as const)
      expect([body, (await promote(api, body)).status]).toEqual([body, status]);
    expect((await api.post("/experiment/undo", {}, OPS)).status).toBe(400);
    expect((await get(api)).promotion).toBe(null);
  });

  it("needs keys, and an operator among them", async () => {
    const location = join(folder, `${files++}.db`);
    for (const options of [{ apiKeys: [] }, { operators: [] }]) {
      const api = await start({ store: { location }, ...options });
      for (const path of ["/experiment/promote", "/experiment/undo"])
        expect(await api.post(path, { variant: "challenger", id: 1 }, OPS)).toMatchObject({
          status: 403,
          body: { type: "ForbiddenError" },
        });
      await api.stop();
    }
  });

  it("that holds since all variants predict leaves no experiment", async () => {
    const api = await start();
    await promote(api, { variant: "challenger" });
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    for (const variant of ["champion", "challenger"]) await addErrors(api, variant, now, alternating(1, -3));
    const { from, to, variants } = await get(api);
    expect([to, variants[0].rows]).toEqual([from, 0]);
  });

  it("holds in all services on the store, and after a restart", async () => {
    const location = join(folder, `${files++}.db`);
    const [one, two] = [await start({ store: { location } }), await start({ store: { location } })];
    await promote(one, { variant: "challenger" });
    await expect.poll(async () => new Set(await variantsOf(two))).toEqual(new Set(["challenger"]));
    await one.stop();
    const again = await start({ store: { location } });
    expect(new Set(await variantsOf(again))).toEqual(new Set(["challenger"]));
    const { promotion } = await get(again);
    await undo(again, promotion.id);
    await expect.poll(async () => new Set(await variantsOf(two)).size).toBe(2);
  });

  it("of a version or an experiment that is not in service is ignored", async () => {
    const location = join(folder, `${files++}.db`);
    const first = await start({ store: { location } });
    await promote(first, { variant: "challenger" });
    await first.stop();
    const others: TestOptions[] = [
      { models: { champion: modelOf(3), challenger: modelOf(5, 2027) } },
      { models: { champion: modelOf(3), other: modelOf(5) }, split: { champion: 1, other: 1 } },
      { experiment: "second" },
    ];
    for (const options of others) {
      const api = await start({ store: { location }, ...options });
      expect(new Set(await variantsOf(api)).size).toBe(2);
      const { promotion } = await get(api);
      if (options.experiment) expect(promotion).toBe(null);
      else expect(promotion).toMatchObject({ id: 1, in_force: false });
      const log = await api.stop();
      expect(log.includes("a promotion is ignored")).toBe(options.experiment === undefined);
    }
  });

  it("ends with its version, when a file is replaced in service", async () => {
    const api = await start();
    await promote(api, { variant: "challenger" });
    await api.service.models.variants[1]!.load(modelOf(5, 2027));
    expect(new Set(await variantsOf(api)).size).toBe(2);
    await expect.poll(async () => (await get(api)).promotion.in_force).toBe(false);
  });

  it("comes between no two records of a request", async () => {
    const api = await start({ subject: "input:Person", maxBatchRows: 10_000 });
    const instances = Array.from({ length: 1000 }, (_, i) => ({ ...TINY_RECORD, Person: `${i}` }));
    const { assign, promote: serve } = api.service.models;
    const split = instances.map(({ Person }) => assign!(Person).name);
    let goesOn = true;
    let turns = 0;
    const toggle = (): void => {
      serve(turns++ % 2 === 0 ? { variant: "challenger", version: "2026-01-01" } : undefined);
      if (goesOn) setImmediate(toggle);
    };
    toggle();
    const seen = { split: 0, promoted: 0 };
    for (let i = 0; i < 20; i++) {
      const { status, body } = await api.post("/batch_predict", { instances }, WEB);
      expect(status).toBe(200);
      const isSplit = body.variants[0] === "champion" || body.variants.includes("champion");
      expect(body.variants).toEqual(isSplit ? split : instances.map(() => "challenger"));
      expect(body.predictions).toEqual(body.variants.map((name: string) => (name === "champion" ? 3 : 5)));
      seen[isSplit ? "split" : "promoted"]++;
    }
    goesOn = false;
    expect(turns).toBeGreaterThan(40);
    expect(Math.min(seen.split, seen.promoted)).toBeGreaterThan(0);
  });
});

describe("the periods of a split", () => {
  const versions = { a: "1", b: "2" };
  const variants = Object.entries(versions).map(([name, version]) => ({ name, served: { version } as never }));
  const at = (minutes: number): number => minutes * MINUTE;
  let id = 0;
  const made = (time: number, version = "2"): PromotionEntry => ({
    id: ++id,
    time,
    operator: "ops",
    variant: "b",
    version,
    undoes: null,
  });
  const undone = (time: number, undoes: number): PromotionEntry => ({ ...made(time), undoes });

  it("end with a promotion, begin after its undoing, and have whole minutes", () => {
    const first = made(at(10.5));
    const entries = [first, undone(at(20.5), first.id), made(at(30.2))];
    expect(splitPeriods([], variants, at(3))).toEqual([{ from: at(3), to: undefined }]);
    expect(splitPeriods(entries, variants, at(3))).toEqual([
      { from: at(3), to: at(10) },
      { from: at(21), to: at(30) },
    ]);
    expect(splitPeriods(entries.slice(0, 2), variants, at(25))).toEqual([{ from: at(25), to: undefined }]);
  });

  it("begin once all processes have followed the undoing", () => {
    const first = made(at(10.5));
    expect(splitPeriods([first, undone(at(21) - 1, first.id)], variants, at(12))).toEqual([
      { from: at(22), to: undefined },
    ]);
  });

  it("never overlap, although clocks of machines differ", () => {
    const first = made(at(40.5));
    expect(splitPeriods([first, undone(at(20.5), first.id)], variants, 0)).toEqual([
      { from: 0, to: at(20) },
      { from: at(41), to: undefined },
    ]);
    const second = made(at(60.5));
    const others = [undone(at(50.5), second.id), made(at(30.5))];
    expect(splitPeriods([first, undone(at(45.5), first.id), second, ...others], variants, 0)).toEqual([
      { from: 0, to: at(30) },
    ]);
  });

  it("are none between undoing and promoting in a minute, and go on with other versions", () => {
    const first = made(at(10.5));
    expect(splitPeriods([first, undone(at(20.5), first.id), made(at(20.9))], variants, 0)).toEqual([
      { from: 0, to: at(10) },
    ]);
    expect(splitPeriods([made(at(10.5), "1")], variants, 0)).toEqual([{ from: 0, to: undefined }]);
  });
});
