// The limits of inputs: the same as a search from the top finds, in few runs of the program,
// whatever the number of categories.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/compile-model.js";
import { findLimits, type Trial } from "../../src/inputs/limits.js";
import { ALL_STEP_TYPES } from "../../src/preprocessing/all-step-types.js";
import { applyFunctions } from "../../src/program/columnwise.js";
import { tinyModel } from "../support/tiny-model.js";

/** Trials of cells that are infinite for inputs above a number. */
function infiniteAbove(thresholds: readonly number[]): { trial: Trial; trials: () => number } {
  let count = 0;
  const trial: Trial = (cellOf) => {
    count++;
    return new Set([...thresholds.keys()].filter((i) => Math.abs(cellOf(i)) > thresholds[i]!));
  };
  return { trial, trials: () => count };
}

/** The same by the obvious search. */
function searchDown(threshold: number): number | undefined {
  if (threshold >= Number.MAX_VALUE) return Number.MAX_VALUE;
  for (let exponent = 307; exponent >= -307; exponent--)
    if (Number(`1e${exponent}`) <= threshold) return Number(`1e${exponent}`);
  return undefined;
}

/** How often a step behind the encoder of so many categories runs while the model is loaded. */
function runsOf(categories: number): number {
  const values = Array.from({ length: categories }, (_, i) => (i === 0 ? "early" : `category ${i}`));
  const encode = { type: "OneHotEncoder", categories: [values], handle_unknown: "error" } as const;
  const zeros = values.slice(1).map(() => 0);
  const file = tinyModel((model) => {
    model.inputs[1] = { name: "Shift", kind: "category", missing: false, categories: values };
    const { transformers } = model.pipeline as { transformers: { step: object }[] };
    const steps = [
      { name: "encode", step: encode },
      { name: "count", step: { type: "Binarizer", threshold: 0 } },
    ];
    transformers[1]!.step = { type: "Pipeline", steps };
    model.feature_names_out = ["age", ...values];
    model.regressor.support_vectors = [{ columns: [0, ...values.map((_, i) => i + 1)], rows: [[0, 1, ...zeros]] }];
    model.verification.transformed = [[0, 1, ...zeros]];
  });
  let runs = 0;
  compileModel(file, {
    ...ALL_STEP_TYPES,
    Binarizer: {
      requires: () => {},
      compile: (_step, columns, _path, program) => {
        const [first, ...others] = columns;
        const count = (value: number): number => {
          runs++;
          return value;
        };
        return [...applyFunctions(count, [first!], program), ...others];
      },
    },
  });
  return runs;
}

describe("findLimits", () => {
  it("finds what a search from the top finds", () => {
    const threshold = fc.oneof(
      fc.constantFrom(0, 1, 1e307, 1e-307, 9e-308, Number.MIN_VALUE, Number.MAX_VALUE, Infinity),
      fc.double({ min: 0, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(threshold, { maxLength: 4 }), (thresholds) => {
        const { trial, trials } = infiniteAbove(thresholds);
        expect(findLimits(trial, thresholds.length)).toEqual(thresholds.map(searchDown));
        expect(trials()).toBeLessThanOrEqual(26);
      }),
    );
  });

  it("finds limits near the top in fewer trials, because a fresh process waits for them", () => {
    const { trial, trials } = infiniteAbove([Infinity, 3e307, 2e305]);
    expect(findLimits(trial, 3)).toEqual([Number.MAX_VALUE, 1e307, 1e305]);
    expect(trials()).toBe(10);
  });

  it("finds none where 0 is infinite, too", () => {
    expect(findLimits(() => new Set([1]), 2)).toEqual([Number.MAX_VALUE, undefined]);
  });
});

describe("a model with many categories", () => {
  it("is tried as often as one with few", () => {
    expect(runsOf(2000)).toBe(runsOf(2));
  });
});
