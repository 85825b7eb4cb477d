// Bulk work: columns and transformed rows give the bits of records.

import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../src/index.js";
import { failureOf } from "./support/failure.js";
import { readFixtures, toRecord } from "./support/fixtures.js";
import { acceptedRecord, modelFile } from "./support/models.js";
import { tinyModel } from "./support/tiny-model.js";

const fixtures = readFixtures().filter(({ predictions }) => predictions[0]!.length === 1);

describe("predictColumns", () => {
  it.each(fixtures)("gives the bits of predictBatch: $name", ({ model: file, inputs }) => {
    const model = loadModel(file);
    // More than a chunk of rows.
    const rows = Array.from({ length: 150 }, (_, i) => inputs[i % inputs.length]!);
    const columns = Object.fromEntries(file.inputs.map(({ name }, i) => [name, rows.map((row) => row[i]!)]));
    const batch = model.predictBatch(rows.map((row) => toRecord(file, row)));
    expect(Array.from(model.predictColumns(columns))).toEqual(batch);
    const typed = Object.entries(columns).map(([name, values]) => [
      name,
      values.every((value) => typeof value === "number") ? Float64Array.from(values as number[]) : values,
    ]);
    expect(Array.from(model.predictColumns(Object.fromEntries(typed)))).toEqual(batch);
  });

  it("gives the bits of predict, on random models", () => {
    fc.assert(
      fc.property(
        modelFile.chain((file) => fc.tuple(fc.constant(file), fc.array(acceptedRecord(file), { maxLength: 5 }))),
        ([file, records]) => {
          const model = loadModel(file);
          const columns = Object.fromEntries(
            file.inputs.map(({ name }) => [name, records.map((record) => record[name]!)]),
          );
          expect(Array.from(model.predictColumns(columns))).toEqual(records.map((record) => model.predict(record)));
        },
      ),
    );
  });

  it("clips", () => {
    const model = loadModel(tinyModel((file) => (file.target = { clip: { max: 2 } })));
    expect(Array.from(model.predictColumns({ Age: [30], Shift: ["early"] }))).toEqual([2]);
  });

  const model = loadModel(tinyModel());
  it.each([
    [undefined, ["MISSING_INPUT", "MISSING_INPUT"]],
    [{ Age: [30] }, ["MISSING_INPUT"]],
    [{ Age: [30, 31], Shift: ["early"] }, ["NOT_A_BATCH"]],
    [{ Age: 30, Shift: ["early"] }, ["NOT_A_BATCH"]],
    [{ Age: [30, 31], Shift: ["early", "dusk"] }, ["UNKNOWN_CATEGORY"]],
  ])("refuses %j", (columns, codes) => {
    const { issues } = failureOf(InputError, () => model.predictColumns(columns as never));
    expect(issues.map(({ code }) => code)).toEqual(codes);
  });

  it("gives a list for each of several targets", () => {
    const { model: file, inputs } = readFixtures().find(({ name }) => name === "multi_output")!;
    const model = loadModel(file, { targets: ["y0", "y1", "y2"] });
    const records = inputs.map((row) => toRecord(file, row));
    const columns = Object.fromEntries(model.inputs.map(({ name }) => [name, records.map((record) => record[name]!)]));
    const { y0, y1, y2 } = model.predictColumns(columns);
    const predicted = records.map((_, row) => ({ y0: y0[row], y1: y1[row], y2: y2[row] }));
    expect(predicted).toEqual(model.predictBatch(records));
  });
});

describe("predictTransformed", () => {
  it.each(fixtures.filter(({ model }) => model.feature_names_out.length > 0))(
    "gives the bits of predict: $name",
    ({ model: file, inputs }) => {
      const model = loadModel(file);
      const records = inputs.map((row) => toRecord(file, row));
      const rows = records.map((record) => model.transform(record));
      const expected = records.map((record) => model.predict(record));
      expect(Array.from(model.predictTransformed(Float64Array.from(rows.flat())))).toEqual(expected);
      expect(Array.from(model.predictTransformed(new Matrix(rows)))).toEqual(expected);
      const padded = Float64Array.from(rows.flatMap((row) => [...row, NaN, NaN]));
      expect(Array.from(model.predictTransformed(padded, rows[0]!.length + 2))).toEqual(expected);
    },
  );

  const model = loadModel(tinyModel());
  it("refuses rows of another width", () => {
    const refusal = (rows: unknown, stride?: number) => {
      const { issues } = failureOf(InputError, () => model.predictTransformed(rows as never, stride));
      return issues.map(({ code, received }) => [code, received]);
    };
    expect(refusal(new Matrix([[1, 2]]))).toEqual([["NOT_A_BATCH", "a matrix of 2 columns"]]);
    expect(refusal(new Float64Array(7))).toEqual([["NOT_A_BATCH", "a list of length 7"]]);
    expect(refusal(new Float64Array(6), 2)).toEqual([["NOT_A_BATCH", "a list of length 6"]]);
    expect(refusal([1, 2, 3])).toEqual([["NOT_A_BATCH", "an array"]]);
    expect(Array.from(model.predictTransformed(new Float64Array(0)))).toEqual([]);
  });

  it("refuses numbers that are not finite", () => {
    const { issues } = failureOf(InputError, () => model.predictTransformed(Float64Array.of(0, 1, 0, 0, NaN, 0)));
    expect(issues.map(({ code, row }) => [code, row])).toEqual([["NOT_FINITE", 1]]);
  });
});

describe("plan", () => {
  it("says how each regressor is evaluated", () => {
    const planOf = (name: string): string =>
      loadModel(readFixtures().find((fixture) => fixture.name === name)!.model, { targets: "any" }).plan;
    expect(planOf("absenteeism")).toMatch(/^factored: (\d+ of \d+, )+\d+ of \d+; \d+ products$/);
    // Whatever its intercept is.
    expect(planOf("svr_of_a_standardised_target")).toMatch(/^factored: /);
    expect(planOf("svr_alone")).toMatch(/^dense: \d+ of 3$/);
    expect(planOf("kernel_sigmoid")).toMatch(/^dense: \d+ of 3$/);
    expect(planOf("voting").split("\n")).toHaveLength(3);
  });
});

describe("what is cached of rows", () => {
  // Ages, and the same scaled: rows of both that no age gives can be given transformed.
  const vectors = Array.from({ length: 60 }, (_, i) => [20 + (i % 5), ((i * 7) % 3) / 2]);
  const coefficients = vectors.map((_, i) => ((i * 37) % 11) - 4.5);
  const predict = (row: readonly number[]): number =>
    vectors.reduce((sum, vector, i) => {
      const distance = vector.reduce((total, value, c) => total + (value - row[c]!) ** 2, 0);
      return sum + coefficients[i]! * Math.exp(-0.5 * distance);
    }, 100);
  const transform = (age: number): number[] => [age, (age - 20) / 4];
  const file = tinyModel((tiny) => {
    tiny.inputs = [{ name: "Age", kind: "number", missing: false }];
    tiny.pipeline = {
      type: "FeatureUnion",
      transformers: [
        { name: "same", columns: [0], step: { type: "passthrough" } },
        { name: "scaled", columns: [0], step: { type: "StandardScaler", mean: [20], scale: [4] } },
      ],
    };
    tiny.feature_names_out = ["same__Age", "scaled__Age"];
    Object.assign(tiny.regressor, {
      dual_coef: coefficients,
      intercept: 100,
      support_vectors: [{ columns: [0, 1], rows: vectors }],
      factors: { groups: [[0], [1]], joins: [], first: 1, second: 0 },
    });
    tiny.verification = {
      inputs: [[22]],
      transformed: [transform(22)],
      predictions: [[predict(transform(22))]],
      bounds: { predictions: [[1e-12]] },
    };
  });

  it("is not what transformed rows made of it", () => {
    const model = loadModel(file);
    expect(model.plan).toMatch(/^factored/);
    for (let round = 0; round < 2; round++) {
      const rows = [22, 0.1, 22, 0.9, 21, 0.25, 22, 0.5];
      const given = model.predictTransformed(Float64Array.from(rows));
      given.forEach((prediction, i) => {
        expect(prediction).toBeCloseTo(predict(rows.slice(2 * i, 2 * i + 2)), 10);
      });
      for (const age of [22, 21, 22]) expect(model.predict({ Age: age })).toBeCloseTo(predict(transform(age)), 10);
    }
  });

  it("is not what a rejected row made of it", () => {
    const model = loadModel(file);
    failureOf(InputError, () => model.predictTransformed(Float64Array.of(22, 0.1, 22, NaN)));
    failureOf(InputError, () => model.predictBatch([{ Age: 21 }, { Age: null }]));
    expect(model.predict({ Age: 22 })).toBeCloseTo(predict(transform(22)), 10);
    expect(model.transform({ Age: 23 })).toEqual(transform(23));
    expect(model.predict({ Age: 23 })).toBeCloseTo(predict(transform(23)), 10);
  });
});
