// The drift of a service: what it counts, for which model, and how it is reported.

import type { FastifyBaseLogger } from "fastify";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { InputDrift } from "../../src/monitoring/index.js";
import { createDriftSums, type DriftExchange } from "../../src/service/drift/drift-sums.js";
import { watchDrift } from "../../src/service/drift/drift-watch.js";
import type { EndedWindow } from "../../src/service/drift/ended-window.js";
import type { ModelStore } from "../../src/service/model/model-store.js";
import { presentModel } from "../../src/service/model/served-model.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import type { TinyModel } from "../support/tiny-model.js";
import { TINY_RECORD, variantModel, watchedModel } from "../support/variants.js";

const HOUR = 3_600_000;

// The time of the windows alone. Sockets have timers of their own.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 10.5 * HOUR }));
afterEach(async () => {
  vi.useRealTimers();
  await stopServices();
});

interface Monitoring {
  readonly window_seconds: number;
  readonly window_ended: string | null;
  readonly models: readonly {
    readonly variant?: string;
    readonly version: string;
    readonly report: { readonly rows: number; readonly inputs: readonly InputDrift[] } | null;
  }[];
}
const monitoring = async ({ ask }: RunningService): Promise<Monitoring> => (await ask("/monitoring.json")).body;

const passHours = (hours: number): void => void vi.advanceTimersByTime(hours * HOUR);

describe("GET /monitoring.json", () => {
  it("reports the last window of a model, of all protocols", async () => {
    const api = await startService({ model: watchedModel(3), driftWindow: HOUR });
    const late = { Age: 70, Shift: "late" };
    await Promise.all([
      api.post("/predict", TINY_RECORD),
      api.post("/batch_predict", { instances: Array.from({ length: 120 }, () => late) }),
      api.post("/invocations", { instances: [[null, "early"]] }),
      api.post("/predict", { Age: "old" }),
    ]);
    passHours(1);
    const { models, ...window } = await monitoring(api);
    expect(window).toMatchObject({ window_seconds: 3600, window_ended: "1970-01-01T11:00:00.000Z" });
    const [age, shift] = models[0]!.report!.inputs;
    expect(age).toMatchObject({ name: "Age", rows: 121, counts: [1, 0, 120], outOfRange: 120 });
    expect(age!.missingRate).toBe(1 / 122);
    expect(shift).toMatchObject({ name: "Shift", rows: 122, counts: [2, 120, 0], unknown: 0 });
    // scipy.stats.chi2_contingency([[60, 40], [2, 120]], correction=False)
    const { statistic } = shift!.drift as { statistic: number };
    expect(statistic).toBeCloseTo(92.99111581173983, 9);

    const { text } = await api.ask("/metrics");
    expect(text).toMatch(/^supportvector_drift_psi\{version="[^"]+",input="Shift"\} [1-9]/m);
    expect(text).toMatch(/^supportvector_drift_adjusted_p_value\{version="[^"]+",target="hours"\} \S+$/m);
    expect(text).toMatch(/^supportvector_drift_out_of_range_rows\{version="[^"]+",input="Age"\} 120$/m);
  });

  it("has no report in the first window", async () => {
    const api = await startService({ model: watchedModel(3), driftWindow: 24 * HOUR });
    await api.post("/predict", TINY_RECORD);
    passHours(13);
    expect(await monitoring(api)).toMatchObject({
      window_seconds: 86_400,
      window_ended: null,
      models: [{ report: null }],
    });
    expect((await api.ask("/metrics")).text).not.toMatch(/^supportvector_drift_psi\{/m);
  });

  it("has the records of each variant, and none of shadows", async () => {
    const models = { champion: watchedModel(3), challenger: watchedModel(5) };
    const options = { split: { champion: 0, challenger: 1 }, shadows: { next: watchedModel(7) }, driftWindow: HOUR };
    const api = await startService({ models, ...options });
    for (let i = 0; i < 3; i++) await api.post("/predict", TINY_RECORD);
    passHours(1);
    const { models: reported } = await monitoring(api);
    expect(reported.map(({ variant, report }) => [variant, report?.rows])).toEqual([
      ["champion", 0],
      ["challenger", 3],
    ]);
  });

  it("says why a model is not watched, and serves it", async () => {
    const api = await startService({ model: variantModel(3), driftWindow: HOUR });
    expect((await api.post("/predict", TINY_RECORD)).status).toBe(200);
    passHours(1);
    expect(await monitoring(api)).toMatchObject({ models: [{ report: null }] });
    const lines = (await api.stop()).split("\n").filter((line) => line.includes("is not watched for drift"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"code":"REFERENCE_MISSING"');
  });

  it("is empty where nothing is counted", async () => {
    const api = await startService({ model: watchedModel(3) });
    expect(await monitoring(api)).toMatchObject({ window_seconds: null, window_ended: null, models: [] });
    expect((await api.ask("/metrics")).text).not.toContain("supportvector_drift");
  });
});

describe("a reload", () => {
  const predict = (api: RunningService) => api.post("/predict", TINY_RECORD);
  const change = (file: TinyModel): void => void Object.assign(file.metadata, { name: "other" });

  it("of the same file goes on counting, and of another begins anew", async () => {
    const api = await startService({ model: watchedModel(3), driftWindow: HOUR });
    const { models } = api.service;
    const rows = async () => {
      passHours(1);
      return (await monitoring(api)).models[0]!.report?.rows;
    };
    await predict(api);
    await models.load(watchedModel(3));
    await predict(api);
    expect(await rows()).toBe(2);
    await predict(api);
    await models.load(watchedModel(3, change));
    await predict(api);
    expect(await rows()).toBe(1);
  });
});

/** The exchanges of two processes. The second one to end a window ends it for both. */
function exchangeOfTwo(): DriftExchange[] {
  const sums = createDriftSums();
  const listeners: Parameters<DriftExchange["receive"]>[0][] = [];
  const ended = new Map<number, number>();
  return [0, 1].map(() => ({
    interval: 1000,
    send(end, counts, isLast) {
      sums.add(end, counts);
      if (!isLast) return;
      ended.set(end, (ended.get(end) ?? 0) + 1);
      if (ended.get(end) !== 2) return;
      const window = sums.endWindow(end);
      for (const [i, listener] of listeners.entries()) listener(window, i === 0);
    },
    receive: (listener) => void listeners.push(listener),
  }));
}

describe("several processes", () => {
  it("each report the sum, and one of them acts on it", async () => {
    const acted: EndedWindow[][] = [];
    const watches = exchangeOfTwo().map((exchange) => {
      const windows: EndedWindow[] = [];
      acted.push(windows);
      const served = presentModel(watchedModel(3));
      const watch = watchDrift(
        { variants: [{ served }] } as unknown as ModelStore,
        HOUR,
        {} as FastifyBaseLogger,
        (ended) => windows.push(ended),
        exchange,
      );
      return { served, watch };
    });
    const late = { Age: 70, Shift: "late" };
    for (const [i, { served, watch }] of watches.entries()) {
      watch.observe(served, Array(100 * (i + 1)).fill(late), Array(100 * (i + 1)).fill(3));
      vi.advanceTimersByTime(1000);
      watch.observe(served, [TINY_RECORD], [3]);
    }
    passHours(1);
    for (const { watch } of watches) {
      expect(watch.ended).toBe(11 * HOUR);
      const report = watch.report()[0]!.report!;
      expect(report).toMatchObject({ windows: 1, rows: 302 });
      expect(report.inputs[1]).toMatchObject({ name: "Shift", counts: [2, 300, 0] });
      // Worked by hand: the sum of (o − e)² / e over [[60, 40], [2, 300]].
      expect((report.inputs[1]!.drift as { statistic: number }).statistic).toBeCloseTo(202.7797177576435, 9);
      watch.stop();
    }
    expect(acted.map((windows) => windows.map(({ ended, report }) => [ended, report.rows]))).toEqual([
      [[11 * HOUR, 302]],
      [],
    ]);
  });

  it("lose what arrives after the end of the window, and keep the next one", () => {
    const sums = createDriftSums();
    const counts = { variant: undefined, model: "a", rows: 2, counts: [1, 1] };
    sums.add(20, [counts]);
    sums.add(10, [counts, { ...counts, variant: "b" }, counts]);
    expect(sums.endWindow(10)).toEqual({
      ended: 10,
      windows: 1,
      models: [
        { ...counts, rows: 4, counts: [2, 2] },
        { ...counts, variant: "b" },
      ],
    });
    sums.add(10, [counts]);
    expect(sums.endWindow(20)).toEqual({ ended: 20, windows: 2, models: [counts] });
  });
});
