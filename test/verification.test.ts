// The verification rows at load: each is computed once, because a fresh process waits for them, and
// what is wrong with them is reported together with all other problems.

import { describe, expect, it } from "vitest";
import { compileModel } from "../src/compile-model.js";
import { ModelFileError } from "../src/errors.js";
import { ALL_STEP_TYPES } from "../src/preprocessing/all-step-types.js";
import { applyFunctions } from "../src/program/columnwise.js";
import { failureOf } from "./support/failure.js";
import { tinyModel } from "./support/tiny-model.js";

/** How often the scaler runs while a model with so many verification rows is loaded. */
function runsOf(rows: number): number {
  const file = tinyModel(({ verification }) => {
    const { inputs, transformed = [], predictions, bounds } = verification;
    for (const list of [inputs, transformed, predictions, bounds.predictions] as unknown[][])
      while (list.length < rows) list.push(list[0]);
  });
  const { StandardScaler } = ALL_STEP_TYPES;
  let runs = 0;
  const count = (value: number): number => {
    runs++;
    return value;
  };
  compileModel(file, {
    ...ALL_STEP_TYPES,
    StandardScaler: {
      ...StandardScaler,
      compile: (step, columns, path, program, inverse) =>
        applyFunctions(count, StandardScaler.compile(step, columns, path, program, inverse), program),
    },
  });
  return runs;
}

describe("the verification rows", () => {
  it("are computed once at load", () => {
    expect(runsOf(5) - runsOf(2)).toBe(3);
  });

  it("are reported row by row, beside lists of a wrong length", () => {
    const file = tinyModel(({ verification }) => {
      verification.inputs.push(["old" as never, "early"], [35, 7 as never]);
      verification.predictions.pop();
    });
    const paths = failureOf(ModelFileError, () => compileModel(file, ALL_STEP_TYPES)).issues.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["/verification/inputs/1", "/verification/inputs/2", "/verification/predictions"]),
    );
  });
});
