// Functions with arguments, where numpy's results are less obvious. Fixtures cover the rest.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { FunctionArguments } from "../../src/model-file/types.generated.js";

/** Returns a model file that does not load unless the function of x is `expected`. */
const fileOf = (func: string, kw_args: FunctionArguments, x: number | null, expected: number) => ({
  format: "supportvector",
  version: 1,
  source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
  metadata: { name: func },
  inputs: [{ name: "x", kind: "number", missing: func === "nan_to_num" }],
  pipeline: { type: "FunctionTransformer", func, kw_args },
  feature_names_out: ["x"],
  regressor: { type: "LinearModel", class: "Ridge", coef: [1], intercept: 0 },
  target: {},
  verification: {
    inputs: [[x]],
    transformed: [[expected]],
    predictions: [[expected]],
    bounds: { predictions: [[0]] },
  },
});

describe("a function with arguments", () => {
  it.each([
    ["clip", {}, 7, 7],
    ["clip", { min: 2 }, 1, 2],
    ["clip", { max: 2 }, 7, 2],
    // numpy's minimum comes last.
    ["clip", { min: 5, max: 2 }, 1, 2],
    ["clip", { min: 5, max: 2 }, 3, 2],
    ["nan_to_num", {}, null, 0],
    ["nan_to_num", { nan: -2 }, null, -2],
    ["nan_to_num", { nan: -2 }, 3, 3],
    ["power", { base: 10 }, 3, 1000],
    ["power", { exponent: 3 }, 10, 1000],
    ["power", { base: -2 }, 3, -8],
  ] as const)("%s with %j of %j is %j", (func, kwArgs, x, expected) => {
    expect(loadModel(fileOf(func, kwArgs, x, expected)).predict({ x })).toBe(expected);
    expect(() => loadModel(fileOf(func, kwArgs, x, expected + 1))).toThrow("to come out as in Python");
  });

  it("may be undefined", () => {
    const model = loadModel(fileOf("power", { base: -2 }, 3, -8));
    expect(() => model.predict({ x: 0.5 })).toThrow("for which every step gives a finite number");
  });
});
