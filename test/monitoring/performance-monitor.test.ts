// The performance monitor and the comparison of variants: numbers of Python, merging, snapshots and
// errors.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadModel, type Model } from "../../src/index.js";
import { createIntervalPredictor } from "../../src/intervals/index.js";
import {
  addErrors,
  compareVariants,
  createPerformanceMonitor,
  type ErrorSums,
  MonitoringError,
  type PerformanceMonitor,
  restorePerformanceMonitor,
  sumsOf,
} from "../../src/monitoring/index.js";
import { calibratedFile } from "../support/calibrated-file.js";
import { tinyModel } from "../support/tiny-model.js";

interface Case {
  alpha: number;
  effect: number;
  first: number[];
  second: number[];
  summary: { mae: number; rmse: number; bias: number };
  difference: number;
  interval: [number, number];
  p_value: number;
}

const { cases } = JSON.parse(readFileSync(new URL("errors.json", import.meta.url), "utf8")) as { cases: Case[] };

const sumUp = (errors: readonly number[]): ErrorSums => errors.map(sumsOf).reduce(addErrors);

/** The errors of a reference, as the model file has them. */
function distribution(errors: readonly number[]) {
  const { rows, error, absolute, squared } = sumUp(errors);
  return { rows, mean: error / rows, mean_absolute: absolute / rows, mean_squared: squared / rows };
}

const monitored = (errors?: unknown): Model => loadModel({ ...tinyModel(), reference: { errors } });

/** Observes outcomes with these errors. */
function observeAll<M extends PerformanceMonitor>(monitor: M, errors: readonly number[]): M {
  for (const error of errors) monitor.observe(error, 0);
  return monitor;
}

const close = (expected: number): unknown => expect.closeTo(expected, 9 - Math.ceil(Math.log10(Math.abs(expected))));

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof MonitoringError) return `${error.code} ${error.issues.map(({ path }) => path).join(" ")}`;
  }
  throw new Error("expected a MonitoringError");
}

describe("errors", () => {
  it.each(cases)("are summarized and compared as Python does, $difference", (known) => {
    const { alpha, effect, first, second, summary, difference, interval, p_value } = known;
    const change = { difference: close(difference), interval: interval.map(close), pValue: close(p_value) };
    const monitor = createPerformanceMonitor(monitored([distribution(first)]), { alpha, effect, minOutcomes: 2 });
    const [report] = observeAll(monitor, second).report();
    expect(report).toMatchObject({ rows: second.length, mae: close(summary.mae), rmse: close(summary.rmse) });
    expect(report).toMatchObject({ bias: close(summary.bias), change });
    const [low, high] = interval;
    expect(report!.verdict).toBe(low > 0 ? "worse" : high < 0 ? "better" : "unchanged");
    const experiment = compareVariants(sumUp(first), sumUp(second), { alpha, effect });
    expect(experiment.difference).toEqual(change);
    expect(experiment.decision).toBe(low > 0 ? "champion" : high < 0 ? "challenger" : "continue");
  });

  it("are compared from minOutcomes of both on", () => {
    const monitor = createPerformanceMonitor(monitored([distribution(cases[0]!.first)]));
    observeAll(monitor, cases[0]!.second.slice(0, 99));
    expect(monitor.report()[0]).toMatchObject({ rows: 99, change: undefined, verdict: "unknown" });
    expect(observeAll(monitor, [1]).report()[0]!.change).toBeDefined();
    expect(compareVariants(sumUp(cases[0]!.first.slice(0, 99)), sumUp(cases[1]!.first)).difference).toBeUndefined();
  });

  it.each([
    [1.5, 0],
    [0.1, 0.1],
    [0.1, 0.3],
    [1e6 / 3, 1e6 / 7],
  ])("without variance say nothing: %d and %d", (one, other) => {
    const all = (error: number): ErrorSums => sumUp(new Array<number>(200).fill(error));
    expect(compareVariants(all(one), all(other))).toMatchObject({ difference: undefined, decision: "continue" });
  });

  it("are measured without any of the reference", () => {
    const monitor = createPerformanceMonitor(monitored());
    expect(monitor.report()).toEqual([
      { target: "hours", rows: 0, mae: undefined, rmse: undefined, bias: undefined, verdict: "unknown" },
    ]);
    expect(observeAll(monitor, [-1, 3]).report()[0]).toMatchObject({ mae: 2, bias: 1, reference: undefined });
  });
});

describe("several targets", () => {
  const targets = ["hours", "days"];
  const errors = [distribution(cases[1]!.first), distribution(cases[1]!.first)];
  // A monitor reads nothing else of a model.
  const model = { info: {}, targets, inputs: [], reference: { errors } } as unknown as Model<
    never,
    Record<string, number>
  >;

  it("have a report each, and share the false alarms", () => {
    const monitor = createPerformanceMonitor(model, { alpha: 0.1 });
    for (const error of cases[1]!.second) monitor.observe({ hours: error, days: 1 }, { hours: 0, days: 0 });
    const [hours, days] = monitor.report();
    expect(hours).toMatchObject({ target: "hours", change: { interval: cases[1]!.interval.map(close) } });
    expect(days).toMatchObject({ target: "days", mae: 1 });
  });

  it("are all in an outcome, or nothing is added", () => {
    const monitor = createPerformanceMonitor(model);
    const observe = () => monitor.observe({ hours: 1, days: NaN }, { hours: 1 } as Record<string, number>);
    expect(codeOf(observe)).toBe("OUTCOME_INVALID /prediction/days /actual/days");
    expect(monitor.report()[0]!.rows).toBe(0);
  });
});

describe("intervals", () => {
  it("are counted if the actual value lies between their ends, or at one", () => {
    const monitor = createPerformanceMonitor(monitored());
    monitor.observe(3, 9);
    expect(monitor.report()[0]!.coverage).toBeUndefined();
    for (const [actual, lower, upper] of [
      [1, 1, 5],
      [5, 1, 5],
      [5.1, 1, 5],
      [0.9, 1, 5],
      [1e9, -Infinity, Infinity],
    ] as const)
      monitor.observe(3, actual, { lower, upper });
    expect(monitor.report()[0]).toMatchObject({ rows: 6, coverage: 3 / 5 });
  });

  it("add up, and go on from their JSON", () => {
    const model = monitored();
    const [one, other] = [createPerformanceMonitor(model), createPerformanceMonitor(model)];
    one.observe(3, 4, { lower: 2, upper: 4 });
    other.observe(3, 5, { lower: 2, upper: 4 });
    const merged = restorePerformanceMonitor<number>(model, JSON.parse(JSON.stringify(one.merge(other))));
    expect(merged.report()[0]!.coverage).toBe(1 / 2);
    expect(merged.toJSON().intervals).toEqual([{ rows: 2, inside: 1 }]);
    for (const intervals of [undefined, [], [{ rows: 1, inside: 2 }], [{ rows: 1 }]])
      expect(codeOf(() => restorePerformanceMonitor(model, { ...one.toJSON(), intervals }))).toBe(
        "SNAPSHOT_INVALID /intervals",
      );
  });

  it("are those of predictInterval", () => {
    const model = loadModel(calibratedFile());
    const record = { Age: 30, Shift: "early" };
    const interval = createIntervalPredictor(model).predictInterval(record, { coverage: 0.9 });
    const monitor = createPerformanceMonitor(model);
    monitor.observe(interval.prediction, 11, interval);
    expect(monitor.report()[0]!.coverage).toBe(1);
  });

  it("of several targets count for each, or nothing is added", () => {
    const model = { info: {}, targets: ["hours", "days"], inputs: [] } as unknown as Model<
      never,
      Record<string, number>
    >;
    const monitor = createPerformanceMonitor(model);
    const outcome = { hours: 1, days: 1 };
    monitor.observe(outcome, outcome, { hours: { lower: 0, upper: 2 }, days: { lower: 2, upper: 3 } });
    expect(monitor.report().map(({ coverage }) => coverage)).toEqual([1, 0]);
    const wrong = { hours: { lower: NaN, upper: 2 } } as never;
    expect(codeOf(() => monitor.observe(outcome, outcome, wrong))).toBe(
      "OUTCOME_INVALID /interval/hours /interval/days",
    );
    const reversed = { hours: { lower: 2, upper: 1 }, days: { lower: 0, upper: 1 } };
    expect(codeOf(() => monitor.observe(outcome, outcome, reversed))).toBe("OUTCOME_INVALID /interval/hours");
    expect(monitor.report()[0]).toMatchObject({ rows: 1, coverage: 1 });
  });
});

describe("monitors", () => {
  const reference = monitored([distribution(cases[2]!.first)]);
  const { second } = cases[2]!;

  it("merge to the monitor of both", () => {
    const one = observeAll(createPerformanceMonitor(reference), second.slice(0, 50));
    const other = observeAll(createPerformanceMonitor(reference), second.slice(50));
    const [merged] = one.merge(other).report();
    expect(merged!.change!.interval).toEqual(cases[2]!.interval.map(close));
    expect(one.report()[0]!.rows).toBe(50);
  });

  it("go on from their JSON", () => {
    const one = observeAll(createPerformanceMonitor(reference, { alpha: 0.01 }), second.slice(0, 50));
    const restored = restorePerformanceMonitor(reference, JSON.parse(JSON.stringify(one)));
    expect(observeAll(restored, second.slice(50)).report()).toEqual(observeAll(one, second.slice(50)).report());
  });

  it("hold no single error", () => {
    const monitor = observeAll(createPerformanceMonitor(reference), second);
    expect(JSON.stringify(monitor).length).toBeLessThan(300);
  });

  it("of other models or options do not merge", () => {
    const one = createPerformanceMonitor(reference);
    const other = createPerformanceMonitor(monitored([distribution(cases[1]!.first)]));
    expect(codeOf(() => one.merge(other))).toBe("MODEL_MISMATCH /model");
    expect(codeOf(() => restorePerformanceMonitor(reference, other.toJSON()))).toBe("MODEL_MISMATCH /model");
    const strict = createPerformanceMonitor(reference, { alpha: 0.01, minOutcomes: 7 });
    expect(codeOf(() => one.merge(strict))).toBe("OPTIONS_MISMATCH /alpha /minOutcomes");
  });
});

describe("refused", () => {
  it("are outcomes that are no finite numbers", () => {
    const monitor = createPerformanceMonitor(monitored());
    for (const value of [NaN, Infinity, "3", null, undefined, {}, true])
      expect(codeOf(() => monitor.observe(1, value as number))).toBe("OUTCOME_INVALID /actual");
    expect(codeOf(() => monitor.observe(1e200, 0))).toBe("OUTCOME_INVALID ");
    expect(codeOf(() => monitor.observe("1" as never, null as never))).toBe("OUTCOME_INVALID /prediction /actual");
    expect(monitor.report()[0]!.rows).toBe(0);
  });

  it("are options that are none", () => {
    const options = { alpha: 0, effect: -1, minOutcomes: 1.5 };
    const all = "OPTIONS_INVALID /alpha /effect /minOutcomes";
    expect(codeOf(() => createPerformanceMonitor(monitored(), options))).toBe(all);
    expect(codeOf(() => compareVariants(sumsOf(1), sumsOf(1), options))).toBe(all);
    expect(codeOf(() => createPerformanceMonitor(monitored(), { alpha: 1, effect: NaN }))).toContain("/alpha /effect");
  });

  it("are sums and snapshots of no errors", () => {
    const wrong = [
      { rows: 2, error: 3, absolute: 2, squared: 9 },
      { rows: 2, error: 0, absolute: 4, squared: 1 },
    ];
    for (const sums of [...wrong, { ...sumsOf(1), rows: 0 }, { ...sumsOf(1), rows: 0.5 }, null, undefined, []]) {
      expect(codeOf(() => compareVariants(sums as ErrorSums, sumsOf(1)))).toBe("OUTCOME_INVALID /champion");
      const snapshot = { ...createPerformanceMonitor(monitored()).toJSON(), errors: [sums] };
      expect(codeOf(() => restorePerformanceMonitor(monitored(), snapshot))).toBe("SNAPSHOT_INVALID /errors");
    }
    expect(codeOf(() => restorePerformanceMonitor(monitored(), undefined))).toBe(
      "SNAPSHOT_INVALID /model /errors /intervals",
    );
    const none = { ...createPerformanceMonitor(monitored()).toJSON(), errors: [] };
    expect(codeOf(() => restorePerformanceMonitor(monitored(), none))).toBe("SNAPSHOT_INVALID /errors");
  });

  it("are errors of a reference that are none", () => {
    const good = distribution([1, -2]);
    const lists = { "/errors/0": [null, {}, { ...good, rows: 0 }, { ...good, mean_squared: 1 }], "/errors": [] };
    for (const [path, each] of Object.entries(lists))
      for (const errors of each.length > 0 ? each.map((item) => [item]) : [[], {}, [good, good], 3])
        expect(codeOf(() => createPerformanceMonitor(monitored(errors)))).toBe(`REFERENCE_INVALID ${path}`);
  });
});
