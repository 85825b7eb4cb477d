// Records whose keys come in any order, with others between them: the reader learns one order, and
// no prediction depends on it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, loadModel, type Model } from "../../src/index.js";
import { learnKeyOrder } from "../../src/inputs/key-order.js";
import { failureOf } from "../support/failure.js";
import { type TinyModel, tinyModel } from "../support/tiny-model.js";

/** Three numbers that reach the SVR as they are. */
const NAMES = ["a", "b", "c"];
const VECTORS = [
  [1, 2, 3],
  [4, 0, -1],
];
const predict = (row: readonly number[]): number =>
  VECTORS.reduce(
    (sum, vector, i) => sum + (i + 1) * Math.exp(-0.125 * vector.reduce((d, v, c) => d + (v - row[c]!) ** 2, 0)),
    5,
  );
const fileOf = (names: readonly string[]): TinyModel =>
  tinyModel((tiny) => {
    tiny.inputs = names.map((name) => ({ name, kind: "number", missing: false }));
    tiny.pipeline = { type: "passthrough" };
    tiny.feature_names_out = [...names];
    Object.assign(tiny.regressor, {
      gamma: 0.125,
      dual_coef: [1, 2],
      intercept: 5,
      support_vectors: [{ columns: [0, 1, 2], rows: VECTORS }],
    });
    const row = [1, 1, 1];
    tiny.verification = {
      inputs: [row],
      transformed: [row],
      predictions: [[predict(row)]],
      bounds: { predictions: [[1e-12]] },
    };
  });
const file = fileOf(NAMES);

/** Loads a model that has read so many records that it has taken the written-out places. */
function loadBusy(names = NAMES): Model {
  const model = loadModel(fileOf(names));
  model.predictBatch(Array.from({ length: 1200 }, (_, i) => Object.fromEntries(names.map((name, k) => [name, i + k]))));
  return model;
}

describe.each([
  ["the order of keys", () => loadModel(file)],
  ["the order of keys, where places are written out for the names", () => loadBusy()],
])("%s", (_, load) => {
  it("of records is any, and changes from one to the next", () => {
    const keys = fc.shuffledSubarray(["x", ...NAMES, "y", "z"], { minLength: 3 });
    const records = fc.array(fc.tuple(keys, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 })));
    fc.assert(
      fc.property(records, (drawn) => {
        const model = load();
        const batch = drawn.map(([keys, values]) => Object.fromEntries(keys.map((key, k) => [key, values[k]!])));
        const { predictions, issues } = model.tryPredictBatch(batch);
        batch.forEach((record, row) => {
          const missing = NAMES.filter((name) => !(name in record));
          expect(issues.filter((issue) => issue.row === row).map(({ input }) => input)).toEqual(missing);
          if (missing.length > 0) expect(predictions[row]).toBeNull();
          else expect(predictions[row]).toBeCloseTo(predict(NAMES.map((name) => record[name]!)), 12);
        });
      }),
    );
  });

  it("does not matter to inherited values, nor to those of a class", () => {
    class Person {
      get c(): number {
        return 3;
      }
    }
    const model = load();
    const expected = model.predict({ a: 1, b: 2, c: 3 });
    for (let round = 0; round < 3; round++) {
      expect(model.predict(Object.create({ c: 3, b: 2, a: 1 }))).toBe(expected);
      expect(model.predict(Object.assign(Object.create({ b: 2, c: 9 }), { c: 3, a: 1 }))).toBe(expected);
      expect(model.predict(Object.assign(new Person(), { b: 2, a: 1 }) as never)).toBe(expected);
      expect(model.predict(Object.assign(Object.create(null), { b: 2, a: 1, c: 3 }))).toBe(expected);
    }
  });

  it("has each value read once", () => {
    const model = load();
    for (const names of [NAMES, ["a", "c", "b"], ["c", "a", "b"], ["b", "other", "c", "a"], NAMES]) {
      const reads: string[] = [];
      const record = {};
      for (const name of names)
        Object.defineProperty(record, name, {
          enumerable: true,
          get: () => {
            reads.push(name);
            return 1;
          },
        });
      model.predict(record as never);
      expect(reads.filter((name) => name !== "other").sort()).toEqual(NAMES);
    }
  });

  it("leaves no value of an earlier record behind", () => {
    const model = load();
    model.predict({ a: 1, b: 2, c: 3 });
    const { issues } = failureOf(InputError, () => model.predict({ a: 1, b: 2 } as never));
    expect(issues).toMatchObject([{ code: "MISSING_INPUT", input: "c" }]);
  });
});

describe("the places that are written out", () => {
  it("serve one list of names, and the others are read without them", () => {
    const models = [
      ["a", "b", "c"],
      ["c", "a", "b"],
      ["a", "b", "c"],
    ].map((names) => ({ names, model: loadBusy(names) }));
    for (let round = 0; round < 3; round++)
      for (const { names, model } of models) {
        const row = [2, 0.5, -round];
        const record = Object.fromEntries(names.map((name, i) => [name, row[i]!]));
        expect(model.predict(record)).toBeCloseTo(predict(row), 12);
        expect(model.tryPredictBatch([{ ...record, b: "text" }]).issues).toMatchObject([{ input: "b" }]);
      }
  });
});

describe("learnKeyOrder", () => {
  it("learns the order from a record", () => {
    const positions = new Map(NAMES.map((name, i) => [name, i]));
    expect(learnKeyOrder({ c: 1, other: 2, b: 3, a: 4, last: 5 }, positions)).toEqual({
      keys: ["c", "other", "b", "a", "last"],
      inputs: [2, -1, 1, 0, -1],
      ranks: [3, 2, 0],
      needed: 4,
    });
    expect(learnKeyOrder({ b: 1 }, positions).needed).toBe(Infinity);
  });
});
