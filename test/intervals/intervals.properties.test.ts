// What holds for the intervals of any model: drawn files, scores, coverages and records.

import fc from "fast-check";
import { expect, it } from "vitest";
import { type InputRecord, loadModel } from "../../src/index.js";
import { createIntervalPredictor, type PredictionInterval } from "../../src/intervals/index.js";
import type { IntervalCalibration, ModelFile } from "../../src/model-file/types.generated.js";
import { spreadFile } from "../support/calibrated-file.js";
import { acceptedRecord, modelFile } from "../support/models.js";

const score = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const coverage = fc.oneof(
  fc.constantFrom(0.5, 2 / 3, 0.8, 0.9, 0.95, 0.99),
  fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
);

/** A model file with intervals, and records that it accepts. */
const calibrated = modelFile
  .chain((file) =>
    fc.record({
      file: fc.constant(file),
      type: fc.constantFrom("absolute" as const, "signed" as const),
      lists: fc.array(fc.array(score, { minLength: 1, maxLength: 30 }), { minLength: 2, maxLength: 2 }),
      records: fc.array(acceptedRecord(file), { minLength: 1, maxLength: 4 }),
      coverages: fc.array(coverage, { minLength: 2, maxLength: 2 }),
    }),
  )
  .map(({ file, type, lists, ...drawn }) => {
    const [own, others] = lists.map((list) =>
      list.map((value) => (type === "signed" ? value : Math.abs(value))).sort((a, b) => a - b),
    ) as [number[], number[]];
    const position = file.inputs.findIndex(({ kind }) => kind === "category");
    const input = file.inputs[position];
    const intervals: IntervalCalibration = {
      type,
      method: "split",
      ...(input?.kind === "category"
        ? { input: position, groups: [{ categories: [input.categories[0]!], scores: [own] }, { scores: [others] }] }
        : { groups: [{ scores: [others] }] }),
    };
    return { file: { ...file, intervals } as ModelFile, ...drawn, type };
  });

it("an interval is ordered, clipped, and contains the prediction unless it is signed", () => {
  fc.assert(
    fc.property(calibrated, ({ file, type, records, coverages: [share] }) => {
      const model = loadModel(file);
      const predictor = createIntervalPredictor(model);
      for (const record of records) {
        const { prediction, lower, upper } = predictor.predictInterval(record, { coverage: share! });
        expect(prediction).toBe(model.predict(record));
        expect(lower).toBeLessThanOrEqual(upper);
        expect(lower).toBeGreaterThanOrEqual(file.target.clip?.min ?? -Infinity);
        if (type === "signed") continue;
        expect(lower).toBeLessThanOrEqual(prediction);
        expect(upper).toBeGreaterThanOrEqual(prediction);
      }
    }),
  );
});

it("more coverage gives no narrower interval", () => {
  fc.assert(
    fc.property(calibrated, ({ file, records: [record], coverages }) => {
      const predictor = createIntervalPredictor(loadModel(file));
      const [less, more] = [...coverages]
        .sort((a, b) => a - b)
        .map((share) => predictor.predictInterval(record!, { coverage: share }));
      expect(more!.lower).toBeLessThanOrEqual(less!.lower);
      expect(more!.upper).toBeGreaterThanOrEqual(less!.upper);
    }),
  );
});

it("batches and columns have the bits of single intervals", () => {
  fc.assert(
    fc.property(calibrated, ({ file, records, coverages: [share] }) => {
      const options = { coverage: share! };
      const predictor = createIntervalPredictor(loadModel<InputRecord>(file));
      const single = records.map((record) => predictor.predictInterval(record, options));
      expect(predictor.predictIntervalBatch(records, options)).toEqual(single);
      expect(predictor.tryPredictIntervalBatch(records, options)).toEqual({
        predictions: single,
        issues: [],
        warnings: [],
      });
      const columns = Object.fromEntries(file.inputs.map(({ name }) => [name, records.map((record) => record[name]!)]));
      const { predictions, lower, upper } = predictor.tryPredictIntervalColumns(columns, options);
      const rows = Array.from(
        predictions,
        (prediction, row): PredictionInterval => ({
          prediction,
          lower: lower[row]!,
          upper: upper[row]!,
        }),
      );
      expect(rows).toEqual(single);
    }),
  );
});

it("a spread of 1 changes nothing", () => {
  fc.assert(
    fc.property(calibrated, ({ file, type, records: [record], coverages: [share] }) => {
      fc.pre(type === "absolute");
      const spread = { ...spreadFile(), inputs: [], pipeline: { type: "passthrough" }, feature_names_out: [] };
      const one = {
        ...spread,
        regressor: { type: "LinearModel", class: "LinearRegression", coef: [], intercept: 1 },
        verification: { inputs: [[]], transformed: [[]], predictions: [[1]], bounds: { predictions: [[0]] } },
      };
      const normalized = { ...file, intervals: { ...file.intervals, type: "normalized", spread: one } };
      const [a, b] = [file, normalized].map((each) =>
        createIntervalPredictor(loadModel<InputRecord>(each)).predictInterval(record!, { coverage: share! }),
      );
      expect(a).toEqual(b);
    }),
    { numRuns: 30 },
  );
});
