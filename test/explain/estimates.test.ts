// Contributions that are estimated: those of a kernel that is no product, with more inputs than can
// be enumerated.

import { describe, expect, it } from "vitest";
import { loadExplainer } from "../../src/explain/index.js";
import { loadModel } from "../../src/index.js";
import type { SvrRegressor } from "../../src/model-file/types.generated.js";
import { toRecord } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";
import { enumerate } from "./enumerated.js";
import { numericModel } from "./numeric-model.js";

const wave = (width: number, row: number): number[] =>
  Array.from({ length: width }, (_, i) => ((7 * i + 5 * row) % 9) / 4 - 1);
const poly = {
  kernel: "poly" as const,
  degree: 3,
  gamma: 0.1,
  dual_coef: [1, -2, 0.5],
  intercept: 1,
} satisfies Partial<SvrRegressor>;
const modelOf = (width: number) =>
  numericModel(
    width,
    [0, 1, 2].map((row) => wave(width, row)),
    poly,
  );

describe("13 inputs of a polynomial kernel", () => {
  const file = modelOf(13);
  const [record, ...background] = [3, 4, 5].map((row) => wave(13, row));
  const explainWith = (permutations?: number) =>
    loadExplainer<never>(file, {
      background: background.map((row) => toRecord(file, row)) as never[],
      ...(permutations && { permutations }),
    }).explain(toRecord(file, record!) as never);
  const [expected] = enumerate(loadModel<never>(file) as never, record!, background);

  it("are estimated within five standard errors", () => {
    const { exact, base, contributions, prediction } = explainWith();
    expect(exact).toBe(false);
    contributions.forEach(({ contribution, standardError }, i) => {
      expect(standardError).toBeGreaterThan(0);
      expect(Math.abs(contribution - expected![i]!)).toBeLessThanOrEqual(5 * standardError!);
    });
    expect(contributions.reduce((sum, { contribution }) => sum + contribution, base)).toBeCloseTo(prediction, 12);
  });

  it("have smaller errors with more permutations", () => {
    const sumOf = (permutations: number) =>
      explainWith(permutations).contributions.reduce((sum, { standardError }) => sum + standardError! ** 2, 0);
    expect(sumOf(400)).toBeLessThan(sumOf(40));
  });

  it("have the same estimates each time", () => {
    expect(explainWith()).toEqual(explainWith());
  });
});

it("12 inputs are enumerated", () => {
  const file = modelOf(12);
  const [record, other] = [3, 4].map((row) => wave(12, row));
  const explainer = loadExplainer<never>(file, { background: [toRecord(file, other!)] as never[] });
  const [expected] = enumerate(loadModel<never>(file) as never, record!, [other!]);
  explainer.explain(toRecord(file, record!) as never).contributions.forEach(({ contribution, standardError }, i) => {
    expect(standardError).toBeUndefined();
    expect(contribution).toBeCloseTo(expected![i]!, 12);
  });
  expect(explainer.exact).toBe(true);
});

it("a mix that the model rejects is an error", () => {
  // The root of x0 · x1 is defined for both rows, but not for their mixes.
  const file = numericModel(2, [[0, 0]], { dual_coef: [1], intercept: 0 });
  file.pipeline = {
    type: "Pipeline",
    steps: [
      { name: "product", step: { type: "PolynomialFeatures", combinations: [[0, 1]] } },
      { name: "root", step: { type: "FunctionTransformer", func: "sqrt" } },
    ],
  };
  file.feature_names_out = ["root"];
  file.regressor = { ...file.regressor, support_vectors: [{ columns: [0], rows: [[0]] }] } as never;
  file.verification.transformed = [[0]];
  const explainer = loadExplainer<never>(file, { background: [{ x0: -1, x1: -1 }] as never[] });
  expect(() => explainer.explain({ x0: 1, x1: 1 } as never)).toThrow(expect.objectContaining({ code: "MIX_REJECTED" }));
});

it("NaN and booleans are values as any other", () => {
  const file = tinyModel((model) => {
    (model.inputs[0] as { boolean?: true }).boolean = true;
  });
  const explainer = loadExplainer<never>(file, { background: [{ Age: Number.NaN, Shift: "late" }] as never[] });
  const [asBoolean, asNumber] = [true, 1].map((Age) => explainer.explain({ Age, Shift: "early" } as never));
  expect(asBoolean!.contributions[0]).toEqual({ ...asNumber!.contributions[0], value: true });
  const missing = explainer.explain({ Age: null, Shift: "early" } as never);
  expect(missing.contributions[0]).toEqual({ input: "Age", value: null, contribution: 0 });
});
