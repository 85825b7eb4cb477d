// Intervals worked out by hand. The tiny model predicts 3 for (30, "early"), and 1 + 2/e for
// (30, "late").

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import { createIntervalPredictor, IntervalError } from "../../src/intervals/index.js";
import type { IntervalCalibration } from "../../src/model-file/types.generated.js";
import { calibratedFile, NINE, spreadFile } from "../support/calibrated-file.js";
import { failureOf } from "../support/failure.js";
import { type TinyModel, tinyModel } from "../support/tiny-model.js";

const EARLY = { Age: 30, Shift: "early" };
const LATE = { Age: 30, Shift: "late" };
const LATE_PREDICTION = 1 + 2 / Math.E;

function predictorOf(intervals: Partial<IntervalCalibration> = {}, change?: (file: TinyModel) => void) {
  return createIntervalPredictor(loadModel(calibratedFile(intervals, change)));
}

function endsOf({ lower, upper }: { readonly lower: number; readonly upper: number }): number[] {
  return [lower, upper];
}

describe("absolute scores", () => {
  it.each([
    [0.9, 9],
    [0.8, 8],
    [0.81, 9],
    [2 / 3, 7],
    [0.5, 5],
    [0.95, Infinity],
  ])("of rank ⌈10 · %f⌉ lie on both sides: %d", (coverage, score) => {
    const interval = predictorOf().predictInterval(EARLY, { coverage });
    expect(interval).toEqual({ prediction: 3, lower: 3 - score, upper: 3 + score });
  });

  it("give ends that are clipped as the target is", () => {
    const clipped = predictorOf({}, (file) => {
      file.target = { clip: { min: 0, max: 10 } };
    });
    expect(endsOf(clipped.predictInterval(EARLY, { coverage: 0.9 }))).toEqual([0, 10]);
    expect(endsOf(clipped.predictInterval(EARLY, { coverage: 0.95 }))).toEqual([0, 10]);
    expect(endsOf(clipped.predictInterval(EARLY, { coverage: 0.2 }))).toEqual([1, 5]);
  });
});

describe("signed scores", () => {
  const scores = [[-4, -2, -1, 0, 1, 2, 3, 5, 11]];

  it("give each end a score of its own", () => {
    const predictor = predictorOf({ type: "signed", groups: [{ scores }] });
    // 10 · 0.1 = 1 and 10 · 0.9 = 9.
    expect(endsOf(predictor.predictInterval(EARLY, { coverage: 0.8 }))).toEqual([-1, 14]);
    // 10 · 0.25 = 2.5 and 10 · 0.75 = 7.5.
    expect(endsOf(predictor.predictInterval(EARLY, { coverage: 0.5 }))).toEqual([1, 8]);
    expect(endsOf(predictor.predictInterval(EARLY, { coverage: 0.9 }))).toEqual([-Infinity, Infinity]);
  });

  it("need not enclose the prediction", () => {
    const predictor = predictorOf({ type: "signed", groups: [{ scores: [[...NINE]] }] });
    expect(predictor.predictInterval(EARLY, { coverage: 0.8 })).toEqual({ prediction: 3, lower: 4, upper: 12 });
  });
});

describe("normalized scores", () => {
  const normalized = { type: "normalized", spread: spreadFile() } as const;

  it("are multiplied by the spread of the row", () => {
    const predictor = predictorOf(normalized);
    expect(endsOf(predictor.predictInterval(EARLY, { coverage: 0.5 }))).toEqual([3 - 5 * 2, 3 + 5 * 2]);
    const [lower, upper] = endsOf(predictor.predictInterval(LATE, { coverage: 0.5 }));
    expect(lower).toBeCloseTo(LATE_PREDICTION - 5 * (1 + 1 / Math.E), 12);
    expect(upper).toBeCloseTo(LATE_PREDICTION + 5 * (1 + 1 / Math.E), 12);
  });

  it("are infinite, whatever the spread is", () => {
    expect(endsOf(predictorOf(normalized).predictInterval(LATE, { coverage: 0.99 }))).toEqual([-Infinity, Infinity]);
  });

  it("reject a record that only the model of the spread refuses", () => {
    const spread = spreadFile((file) => {
      file.inputs[0]!.missing = false;
      const [age] = (file.pipeline as { transformers: { step: unknown }[] }).transformers;
      age!.step = { type: "StandardScaler", mean: [30], scale: [10] };
    });
    const predictor = predictorOf({ type: "normalized", spread });
    const records = [EARLY, { ...EARLY, Age: null }, { Age: 99, Shift: "dusk" }, { ...EARLY, Age: 80 }];
    const found = predictor.tryPredictIntervalBatch(records, { coverage: 0.5, warnings: true });
    expect(found.predictions.map((interval) => interval === null)).toEqual([false, true, true, false]);
    expect(found.issues.map(({ row, input, code }) => [row, input, code])).toEqual([
      [1, "Age", "MISSING_VALUE"],
      [2, "Shift", "UNKNOWN_CATEGORY"],
    ]);
    expect(found.warnings.map(({ row }) => row)).toEqual([3]);
    failureOf(InputError, () => predictor.predictInterval(records[1]!, { coverage: 0.5 }));
    const columns = { Age: [30, NaN, 99, 80], Shift: ["early", "early", "dusk", "early"] };
    const { predictions, lower, upper, issues } = predictor.tryPredictIntervalColumns(columns, { coverage: 0.5 });
    expect(issues.map(({ row }) => row)).toEqual([1, 2]);
    for (const list of [predictions, lower, upper])
      expect(Array.from(list, Number.isNaN)).toEqual([false, true, true, false]);
  });
});

describe("groups of scores", () => {
  const groups = [{ categories: ["late"], scores: [[2, 2, 2]] }, { scores: [[1, 1, 1]] }];
  const widthOf = ({ lower, upper }: { lower: number; upper: number }): number => (upper - lower) / 2;

  it("are those of the category, or else the last ones", () => {
    const predictor = predictorOf({ input: 1, groups });
    expect(widthOf(predictor.predictInterval(EARLY, { coverage: 0.7 }))).toBe(1);
    expect(widthOf(predictor.predictInterval(LATE, { coverage: 0.7 }))).toBe(2);
    const { lower, upper } = predictor.tryPredictIntervalColumns(
      { Age: [30, 30], Shift: ["early", "late"] },
      { coverage: 0.7 },
    );
    expect(Array.from(lower, (end, row) => (upper[row]! - end) / 2)).toEqual([1, 2]);
    expect(predictor.calibration).toEqual({
      type: "absolute",
      method: "cross",
      rows: 6,
      input: "Shift",
      groups: [{ categories: ["late"], rows: 3 }, { rows: 3 }],
    });
  });

  it("of missing values and of unknown categories are the last ones", () => {
    const predictor = predictorOf({ input: 1, groups }, (file) => {
      const [, shift] = (file.pipeline as { transformers: { step: { handle_unknown: string } }[] }).transformers;
      shift!.step.handle_unknown = "ignore";
    });
    expect(widthOf(predictor.predictInterval({ Age: 30, Shift: "dusk" }, { coverage: 0.7 }))).toBe(1);
  });

  it("of an input that held bools are those of true and false", () => {
    const predictor = predictorOf(
      { input: 1, groups: [{ categories: [1], scores: [[2]] }, { scores: [[1]] }] },
      (file) => {
        file.inputs[1] = { name: "Shift", kind: "category", missing: false, boolean: true, categories: [0, 1] };
        const [, shift] = (file.pipeline as { transformers: { step: { categories: unknown } }[] }).transformers;
        shift!.step.categories = [[0, 1]];
        file.verification.inputs = [[30, 0]];
      },
    );
    for (const [value, width] of [
      [true, 2],
      [1, 2],
      [false, 1],
      [0, 1],
    ] as const)
      expect(widthOf(predictor.predictInterval({ Age: 30, Shift: value }, { coverage: 0.5 }))).toBe(width);
  });
});

describe("several targets", () => {
  const twoTargets = (file: TinyModel): void => {
    const single = file.regressor;
    const double = { ...single, intercept: 2, dual_coef: [4] };
    file.regressor = {
      type: "MultiOutputRegressor",
      estimators: [
        { name: "hours", regressor: single },
        { name: "days", regressor: double },
      ],
    } as never;
    file.verification.predictions = [[3, 6]];
    file.verification.bounds.predictions = [[1e-14, 1e-14]];
  };
  const groups = [{ scores: [[1], [10]] }];

  it("have scores of their own", () => {
    const model = loadModel(calibratedFile({ groups }, twoTargets), { targets: ["days", "hours"] });
    const predictor = createIntervalPredictor(model);
    const expected = { hours: { prediction: 3, lower: 2, upper: 4 }, days: { prediction: 6, lower: -4, upper: 16 } };
    const { days } = predictor.predictInterval(EARLY, { coverage: 0.5 });
    expect(days.upper).toBe(16);
    expect(predictor.predictIntervalBatch([EARLY], { coverage: 0.5 })).toEqual([expected]);
    const columns = predictor.tryPredictIntervalColumns({ Age: [30], Shift: ["early"] }, { coverage: 0.5 });
    expect(columns.lower).toEqual({ hours: Float64Array.of(2), days: Float64Array.of(-4) });
  });

  it("share the only spread, or have one each", () => {
    const load = (spread: Record<string, unknown>) =>
      createIntervalPredictor(
        loadModel(calibratedFile({ type: "normalized", groups, spread }, twoTargets), { targets: "any" }),
      );
    const shared = { hours: { prediction: 3, lower: 1, upper: 5 }, days: { prediction: 6, lower: -14, upper: 26 } };
    expect(load(spreadFile()).predictInterval(EARLY, { coverage: 0.5 })).toEqual(shared);
    const own = { hours: { prediction: 3, lower: 0, upper: 6 }, days: { prediction: 6, lower: -54, upper: 66 } };
    const spread = spreadFile((file) => {
      file.regressor.dual_coef = [2];
      twoTargets(file);
    });
    expect(load(spread).predictInterval(EARLY, { coverage: 0.5 })).toEqual(own);
  });
});

describe("a coverage", () => {
  it.each([0, 1, -0.5, 90, NaN, Infinity, "0.9", null, undefined])("of %s is refused", (coverage) => {
    const predictor = predictorOf();
    for (const predict of [
      () => predictor.predictInterval(EARLY, { coverage: coverage as number }),
      () => predictor.predictIntervalBatch([], { coverage: coverage as number }),
      () => predictor.tryPredictIntervalBatch([], { coverage: coverage as number }),
      () => predictor.tryPredictIntervalColumns({ Age: [], Shift: [] }, { coverage: coverage as number }),
    ])
      expect(failureOf(IntervalError, predict)).toMatchObject({
        code: "COVERAGE_INVALID",
        issues: [{ path: "/coverage" }],
      });
  });
});

describe("batches", () => {
  it("that are no arrays are refused", () => {
    for (const batch of [undefined, { rows: 1, columns: 2, get: () => 1 }])
      for (const method of ["predictIntervalBatch", "tryPredictIntervalBatch"] as const)
        expect(failureOf(InputError, () => predictorOf()[method](batch as never, { coverage: 0.5 }))).toMatchObject({
          code: "INPUT_INVALID",
          issues: [{ code: "NOT_A_BATCH", expected: "an array of records" }],
        });
  });

  it("are predicted whole, or not at all", () => {
    const error = failureOf(InputError, () =>
      predictorOf().predictIntervalBatch([EARLY, { Age: 30, Shift: "dusk" }], { coverage: 0.5 }),
    );
    expect(error).toMatchObject({ code: "INPUT_INVALID", issues: [{ row: 1, input: "Shift" }] });
  });
});

describe("a model", () => {
  it("shows neither scores nor the spread model", () => {
    const model = loadModel(
      calibratedFile({ type: "normalized", spread: spreadFile(), groups: [{ scores: [[0.12345]] }] }),
    );
    expect(model.intervals?.type).toBe("normalized");
    for (const shown of [model, createIntervalPredictor(model)])
      for (const text of [JSON.stringify(shown), inspect(shown, { depth: 9 })]) {
        expect(text).not.toContain("dual_coef");
        expect(text).not.toContain("0.12345");
      }
  });

  it("without intervals has none", () => {
    const model = loadModel(tinyModel());
    expect(model.intervals).toBeUndefined();
    expect(failureOf(IntervalError, () => createIntervalPredictor(model))).toMatchObject({
      code: "INTERVALS_MISSING",
      message: expect.stringContaining("export it with intervals"),
    });
  });
});
