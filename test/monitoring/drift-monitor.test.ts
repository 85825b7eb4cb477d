// The drift monitor: what it counts, its windows, what it reports, merging, snapshots and errors.

import { describe, expect, it } from "vitest";
import { type InputRecord, loadModel, type Model } from "../../src/index.js";
import type { CategoryInput } from "../../src/model-file/types.generated.js";
import { chiSquaredTest } from "../../src/monitoring/chi-squared.js";
import {
  createDriftMonitor,
  type DriftReport,
  MonitoringError,
  restoreDriftMonitor,
} from "../../src/monitoring/index.js";
import { jensenShannonDistance } from "../../src/monitoring/jensen-shannon.js";
import { kolmogorovSmirnovTest } from "../../src/monitoring/kolmogorov-smirnov.js";
import { populationStabilityIndex } from "../../src/monitoring/psi.js";
import { tinyModel } from "../support/tiny-model.js";

const REFERENCE = {
  rows: 100,
  inputs: [
    { missing: 10, edges: [30, 40], counts: [40, 30, 20] },
    { missing: 0, categories: ["early", "late"], counts: [60, 40] },
  ],
  predictions: [{ edges: [2], counts: [70, 30] }],
};

const monitored = (reference: unknown = REFERENCE, change?: Parameters<typeof tinyModel>[0]): Model =>
  loadModel({ ...tinyModel(change), reference });

/** The report of a window with these records. */
function report(records: readonly unknown[], { minRows = 1, model = monitored(), prediction = 1 as unknown } = {}) {
  const monitor = createDriftMonitor(model, { window: Infinity, minRows });
  for (const record of records) monitor.observe(record as InputRecord, prediction as number);
  monitor.endWindow();
  return monitor.report();
}

describe("what is counted", () => {
  const ages = (...values: unknown[]): DriftReport["inputs"][number] =>
    report(values.map((Age) => ({ Age, Shift: "early" }))).inputs[0]!;
  const shifts = (...values: unknown[]): DriftReport["inputs"][number] =>
    report(values.map((Shift) => ({ Age: 30, Shift }))).inputs[1]!;

  it("is the bin that ends with an edge", () => {
    expect(ages(18, 30, 30.000000000000004, 40, 41, 65).counts).toEqual([2, 2, 2]);
  });

  it("is out of range beyond the training range, and in a bin all the same", () => {
    expect(ages(17.9, 18, 65, 65.1, -1e300)).toMatchObject({ counts: [3, 0, 2], outOfRange: 3, rows: 5, invalid: 0 });
  });

  it("is missing where it is null or NaN", () => {
    expect(ages(null, NaN, 30, 30)).toMatchObject({ missingRate: 0.5, referenceMissingRate: 0.1, rows: 2, invalid: 0 });
  });

  it("is invalid where predict rejects it", () => {
    expect(ages(undefined, "30", true, Infinity, -Infinity, {}, [30], 30n)).toMatchObject({ invalid: 8, rows: 0 });
    expect(shifts(undefined, null, NaN, 1, true, ["early"])).toMatchObject({ invalid: 6, rows: 0, missingRate: 0 });
  });

  it("is an unknown category if the reference has none of it", () => {
    const strange = ["early", "__proto__", "constructor", "toString", "", "Early"];
    expect(shifts(...strange)).toMatchObject({ counts: [1, 0, 5], unknown: 5, outOfRange: 0, rows: 6 });
  });

  it("takes true and false for 1 and 0 where the training column held bools", () => {
    const model = monitored(REFERENCE, ({ inputs }) => {
      inputs[0]!.boolean = true;
    });
    const records = [true, false, 1].map((Age) => ({ Age, Shift: "early" }));
    expect(report(records, { model }).inputs[0]).toMatchObject({ rows: 3, outOfRange: 3, invalid: 0 });
  });

  it("knows categories that are numbers, whatever the sign of 0", () => {
    const model = monitored(
      { ...REFERENCE, inputs: [REFERENCE.inputs[0], { missing: 0, categories: [0, 7], counts: [60, 40] }] },
      ({ inputs, pipeline, verification }) => {
        (inputs[1] as CategoryInput).categories = [0, 7];
        const step = JSON.parse(JSON.stringify(pipeline).replace('["early","late"]', "[0,7]"));
        Object.assign(pipeline, step);
        verification.inputs = [[30, 0]];
      },
    );
    const records = [0, -0, 7, 8, "7", NaN].map((Shift) => ({ Age: 30, Shift }));
    expect(report(records, { model }).inputs[1]).toMatchObject({ counts: [2, 1, 1], unknown: 1, invalid: 2 });
  });

  it("is the prediction, too", () => {
    const { predictions } = report([{}, {}], { prediction: 2 });
    expect(predictions).toMatchObject([{ name: "hours", counts: [2, 0], invalid: 0 }]);
    expect(report([{}], { prediction: null }).predictions).toMatchObject([{ counts: [0, 0], invalid: 1 }]);
  });

  it("is not half a row if a getter throws", () => {
    const monitor = createDriftMonitor(monitored(), { window: Infinity });
    const before = JSON.stringify(monitor);
    const record = {
      Age: 30,
      get Shift(): string {
        throw new Error("no shift");
      },
    };
    expect(() => monitor.observe(record, 1)).toThrow("no shift");
    expect(JSON.stringify(monitor)).toBe(before);
  });
});

describe("a window", () => {
  const record = { Age: 30, Shift: "early" };

  it("is reported once it has all of its rows, and until the next one has", () => {
    const monitor = createDriftMonitor(monitored(), { window: 3, minRows: 1 });
    const seen = [1, 2, 3, 4, 5, 6, 7].map((age) => {
      monitor.observe({ ...record, Age: age < 4 ? 30 : 50 }, 1);
      const { windows, rows, inputs } = monitor.report();
      return [windows, rows, ...inputs[0]!.counts];
    });
    const [none, first, second] = [
      [0, 0, 0, 0, 0],
      [1, 3, 3, 0, 0],
      [2, 3, 0, 0, 3],
    ];
    expect(seen).toEqual([none, none, first, first, first, second, second]);
  });

  it("ends when the caller says so", () => {
    const monitor = createDriftMonitor(monitored(), { window: Infinity, minRows: 1 });
    monitor.observe(record, 1);
    monitor.endWindow();
    monitor.observe(record, 1);
    expect(monitor.report()).toMatchObject({ windows: 1, rows: 1 });
    monitor.endWindow();
    monitor.endWindow();
    expect(monitor.report()).toMatchObject({ windows: 3, rows: 0 });
  });
});

describe("the report", () => {
  it("says that there are too few rows", () => {
    const few = report(Array(99).fill({ Age: null, Shift: "late" }), { minRows: 100 });
    expect(few.inputs.map(({ drift, missingRate }) => [drift, missingRate])).toEqual([
      ["too few", "too few"],
      ["too few", "too few"],
    ]);
    const enough = report(Array(100).fill({ Age: null, Shift: "late" }), { minRows: 100 });
    expect(enough.inputs[0]).toMatchObject({ drift: "too few", missingRate: 1 });
    expect(enough.inputs[1]!.drift).toMatchObject({ test: "chi-squared" });
    expect(report([], { minRows: 0 }).predictions[0]!.drift).toBe("too few");
  });

  it("says so if the reference has no value", () => {
    const inputs = [{ missing: 100, edges: [], counts: [0] }, REFERENCE.inputs[1]];
    const { inputs: found } = report(Array(9).fill({ Age: 30, Shift: "late" }), {
      model: monitored({ ...REFERENCE, inputs }),
    });
    expect(found[0]).toMatchObject({ rows: 9, drift: "too few", referenceMissingRate: 1 });
  });

  it("has the statistics of the counts, and p-values adjusted over all of them", () => {
    const { inputs, predictions } = report([
      { Age: 20, Shift: "early" },
      { Age: 35, Shift: "night" },
      { Age: null, Shift: "late" },
      { Age: 80, Shift: "late" },
    ]);
    const [age, shift] = inputs.map(({ drift }) => drift);
    const ks = kolmogorovSmirnovTest([40, 30, 20], [1, 1, 1]);
    const chi = chiSquaredTest([60, 40, 0], [1, 2, 1]);
    const prediction = kolmogorovSmirnovTest([70, 30], [4, 0]);
    expect(age).toEqual({
      psi: populationStabilityIndex([40, 30, 20], [1, 1, 1]),
      jensenShannon: jensenShannonDistance([40, 30, 20], [1, 1, 1]),
      test: "kolmogorov-smirnov",
      ...ks,
      adjustedPValue: ks.pValue,
    });
    expect(chi.pValue * 3).toBeLessThan(prediction.pValue);
    expect(shift).toMatchObject({ test: "chi-squared", ...chi, adjustedPValue: chi.pValue * 3 });
    expect(predictions[0]!.drift).toMatchObject({ ...prediction, adjustedPValue: ks.pValue });
  });
});

describe("merging", () => {
  const other = { ...REFERENCE, predictions: [{ edges: [2], counts: [69, 31] }] };
  const codeOf = (action: () => unknown): unknown => {
    try {
      return action();
    } catch (error) {
      return error instanceof MonitoringError ? error.code : error;
    }
  };

  it("leaves both monitors as they are", () => {
    const one = createDriftMonitor(monitored(), { window: 2, minRows: 1 });
    one.observe({ Age: 30, Shift: "early" }, 1);
    const before = JSON.stringify(one);
    const both = one.merge(one);
    both.observe({ Age: 30, Shift: "early" }, 1);
    expect(both.report()).toMatchObject({ windows: 1, rows: 3 });
    expect(JSON.stringify(one)).toBe(before);
  });

  it("wants the same version of the model", () => {
    const one = createDriftMonitor(monitored(), { window: 10 });
    const [older, renamed] = [
      monitored(other),
      monitored(REFERENCE, ({ metadata }) => Object.assign(metadata, { training_date: "2026-01-01" })),
    ].map((model) => createDriftMonitor(model, { window: 10 }));
    expect(codeOf(() => one.merge(older!))).toBe("MODEL_MISMATCH");
    expect(codeOf(() => one.merge(renamed!))).toBe("MODEL_MISMATCH");
    expect(codeOf(() => restoreDriftMonitor(monitored(other), one.toJSON()))).toBe("MODEL_MISMATCH");
  });

  it("wants the same options", () => {
    const [one, two] = [10, 11].map((window) => createDriftMonitor(monitored(), { window }));
    expect(codeOf(() => one!.merge(two!))).toBe("OPTIONS_MISMATCH");
  });
});

describe("a snapshot", () => {
  const monitor = createDriftMonitor(monitored(), { window: 2, minRows: 1 });
  for (const Age of [20, null, 70]) monitor.observe({ Age, Shift: "late" }, 3);
  const snapshot = JSON.parse(JSON.stringify(monitor));

  it("is restored", () => {
    const restored = restoreDriftMonitor(monitored(), snapshot);
    expect(restored.toJSON()).toEqual(snapshot);
    restored.observe({ Age: 20, Shift: "early" }, 3);
    expect(restored.report()).toMatchObject({ windows: 2, rows: 2 });
    const endless = createDriftMonitor(monitored(), { window: Infinity });
    expect(restoreDriftMonitor(monitored(), JSON.parse(JSON.stringify(endless))).window).toBe(Infinity);
  });

  it.each([
    ["nothing", undefined, ["/model", "/windows"]],
    ["no windows", { ...snapshot, windows: -1 }, ["/windows"]],
    [
      "a count that is none",
      { ...snapshot, open: { rows: 1, counts: snapshot.open.counts.map(() => 0.5) } },
      ["/open/counts"],
    ],
    ["counts of other rows", { ...snapshot, ended: { ...snapshot.ended, rows: 7 } }, ["/ended/counts"]],
    ["a list that is too short", { ...snapshot, open: { rows: 0, counts: [] } }, ["/open/counts"]],
    [
      "no window to fill",
      { ...snapshot, open: null, ended: 3 },
      ["/ended/rows", "/ended/counts", "/open/rows", "/open/counts"],
    ],
  ])("with %s is refused", (_, changed, paths) => {
    expect(issuesOf(() => restoreDriftMonitor(monitored(), changed))).toEqual(["SNAPSHOT_INVALID", ...paths]);
  });
});

function issuesOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof MonitoringError) return [error.code, ...error.issues.map(({ path }) => path)];
    throw error;
  }
  return [];
}

describe("createDriftMonitor", () => {
  const create = (reference: unknown) => issuesOf(() => createDriftMonitor(monitored(reference), { window: 10 }));
  const [age, shift] = REFERENCE.inputs;

  it.each([
    [{ window: 0 }, ["/window"]],
    [{ window: 1.5, minRows: -1 }, ["/window", "/minRows"]],
    [{ window: NaN }, ["/window"]],
    [{ window: "9" as never, minRows: Infinity }, ["/window", "/minRows"]],
  ])("refuses %j", (options, paths) => {
    expect(issuesOf(() => createDriftMonitor(monitored(), options))).toEqual(["OPTIONS_INVALID", ...paths]);
  });

  it("says how to get a reference", () => {
    const model = loadModel(tinyModel());
    expect(() => createDriftMonitor(model, { window: 10 })).toThrow(
      "The model cannot be monitored:\n- /reference is not in the model file.",
    );
    expect(issuesOf(() => createDriftMonitor(model, { window: 10 }))).toEqual(["REFERENCE_MISSING", "/reference"]);
  });

  it.each<[string, unknown, string[]]>([
    ["nothing", {}, ["/rows", "/inputs", "/predictions"]],
    ["no rows", { ...REFERENCE, rows: 0 }, ["/rows", "/inputs/0", "/inputs/1", "/predictions/0"]],
    ["an input too few", { ...REFERENCE, inputs: [age] }, ["/inputs"]],
    ["no histogram", { ...REFERENCE, inputs: [age, 3] }, ["/inputs/1"]],
    ["edges for categories", { ...REFERENCE, inputs: [age, age] }, ["/inputs/1/categories"]],
    [
      "a category twice",
      { ...REFERENCE, inputs: [age, { ...shift, categories: ["a", "a"] }] },
      ["/inputs/1/categories"],
    ],
    ["numbers for text", { ...REFERENCE, inputs: [age, { ...shift, categories: [1, 2] }] }, ["/inputs/1/categories"]],
    [
      "edges that descend",
      { ...REFERENCE, predictions: [{ edges: [2, 1], counts: [70, 30, 0] }] },
      ["/predictions/0/edges"],
    ],
    [
      "an infinite edge",
      { ...REFERENCE, predictions: [{ edges: [Infinity], counts: [70, 30] }] },
      ["/predictions/0/edges"],
    ],
    [
      "a count too many",
      { ...REFERENCE, predictions: [{ edges: [2], counts: [70, 20, 10] }] },
      ["/predictions/0/counts"],
    ],
    ["half a row", { ...REFERENCE, predictions: [{ edges: [2], counts: [70.5, 29.5] }] }, ["/predictions/0/counts"]],
    ["rows that are not counted", { ...REFERENCE, inputs: [{ ...age, missing: 9 }, shift] }, ["/inputs/0"]],
  ])("refuses a reference with %s", (_, reference, paths) => {
    expect(create(reference)).toEqual(["REFERENCE_INVALID", ...paths]);
  });
});
