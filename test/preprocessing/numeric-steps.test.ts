// What the steps that compute with numbers reject: parts of a model file that do not fit each
// other, and records for which they are not defined.

import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import type { Step } from "../../src/model-file/types.generated.js";
import { failureOf } from "../support/failure.js";
import { readFixtures, toRecord } from "../support/fixtures.js";
import { pathsOf, type TinyModel, tinyModel } from "../support/tiny-model.js";

const withStep = (step: unknown) => (model: TinyModel) => {
  (model.pipeline as { transformers: { step: Step }[] }).transformers[0]!.step = step as Step;
};
const end = { at: 0, values: [1, 0], slopes: [0, 0] };

describe("a step", () => {
  it.each([
    [{ type: "KBinsDiscretizer", bin_edges: [], encode: "onehot" }, "/bin_edges"],
    [{ type: "PolynomialFeatures", combinations: [[0], [0, 1]] }, "/combinations/1/1"],
    [{ type: "PowerTransformer", method: "box-cox", lambdas: [] }, "/lambdas"],
    [{ type: "PowerTransformer", method: "yeo-johnson", lambdas: [1], scale: [0] }, "/scale/0"],
    [
      { type: "QuantileTransformer", quantiles: [[1, 2]], references: [0], output_distribution: "uniform" },
      "/quantiles/0",
    ],
    [{ type: "FunctionTransformer" }, ""],
    [{ type: "PCA", components: [[1, 2]] }, "/components/0"],
    [{ type: "PCA", components: [[1]], mean: [] }, "/mean"],
    [{ type: "PCA", components: [[1]], scale: [1, 1] }, "/scale"],
    [{ type: "TruncatedSVD", components: [[1]], scale: [0] }, "/scale/0"],
    [{ type: "Nystroem", kernel: "rbf", gamma: 1, support_vectors: [[1, 2]], components: [[1]] }, "/support_vectors/0"],
    [{ type: "Nystroem", kernel: "rbf", gamma: 1, support_vectors: [[1]], components: [[1, 2]] }, "/components/0"],
    [{ type: "KernelPCA", kernel: "rbf", gamma: 1, support_vectors: [[1]], components: [[1]], mean: [1, 2] }, "/mean"],
    [{ type: "SplineTransformer", degree: 1, knots: [], extrapolation: "continue", include_bias: true }, "/knots"],
    [
      { type: "SplineTransformer", degree: 1, knots: [[0, 2, 1, 3]], extrapolation: "continue", include_bias: true },
      "/knots/0",
    ],
    [
      { type: "SplineTransformer", degree: 1, knots: [[0, 1, 2]], extrapolation: "error", include_bias: true },
      "/knots/0",
    ],
    [
      { type: "SplineTransformer", degree: 1, knots: [[0, 1, 2, 3]], extrapolation: "boundaries", include_bias: true },
      "/boundaries",
    ],
    [
      {
        type: "SplineTransformer",
        degree: 1,
        knots: [[0, 1, 2, 3]],
        extrapolation: "boundaries",
        boundaries: [[end, { ...end, slopes: [0] }]],
        include_bias: true,
      },
      "/boundaries/0/1/slopes",
    ],
  ])("refuses %j", (step, path) => {
    expect(pathsOf(withStep(step))).toEqual([`/pipeline/transformers/0/step${path}`]);
  });

  it.each([
    { type: "Normalizer", norm: "l1", least: 0 },
    { type: "Binarizer", threshold: 0 },
    { type: "KBinsDiscretizer", bin_edges: [[0]], encode: "ordinal" },
    { type: "PolynomialFeatures", combinations: [[0]] },
    { type: "PowerTransformer", method: "box-cox", lambdas: [1] },
    { type: "QuantileTransformer", quantiles: [[1]], references: [0], output_distribution: "uniform" },
    { type: "PCA", components: [[1]] },
    { type: "Nystroem", kernel: "rbf", gamma: 1, support_vectors: [[1]], components: [[1]] },
    { type: "FunctionTransformer", func: "log" },
  ])("of numbers refuses strings: $type", (step) => {
    const onWords = (model: TinyModel) => {
      (model.pipeline as { transformers: { step: Step }[] }).transformers[1]!.step = step as Step;
    };
    expect(pathsOf(onWords)).toContain("/pipeline/transformers/1/step");
  });

  it.each([
    { type: "Normalizer", norm: "l1", least: 0 },
    { type: "Binarizer", threshold: 0 },
    { type: "KBinsDiscretizer", bin_edges: [[0]], encode: "ordinal" },
    { type: "PolynomialFeatures", combinations: [[0]] },
    { type: "PCA", components: [[1]] },
    { type: "Nystroem", kernel: "rbf", gamma: 1, support_vectors: [[1]], components: [[1]] },
    { type: "FunctionTransformer", func: "log", validate: true },
    { type: "SplineTransformer", degree: 0, knots: [[0, 1]], extrapolation: "continue", include_bias: true },
  ])("may refuse missing values: $type", (step) => {
    const impute = { type: "SimpleImputer", statistics: [1] };
    const steps = [step, impute].map((part, i) => ({ name: `s${i}`, step: part }));
    expect(pathsOf(withStep({ type: "Pipeline", steps }))).toContain("/inputs/0/missing");
  });
});

describe("a SplineTransformer that takes missing values", () => {
  const spline = { type: "SplineTransformer", degree: 1, knots: [[-1, 0, 1, 2]], include_bias: true };
  const ends = [
    { at: 0, values: [1, 0], slopes: [0, 0] },
    { at: 1, values: [0, 1], slopes: [0, 0] },
  ];

  it.each([
    { extrapolation: "continue" },
    { extrapolation: "periodic" },
    { extrapolation: "error" },
    { extrapolation: "boundaries", boundaries: [ends] },
  ])("is 0 there in every spline: $extrapolation", (parts) => {
    const change = (model: TinyModel) => {
      withStep({ ...spline, ...parts, handle_missing: "zeros" })(model);
      const width = parts.extrapolation === "periodic" ? 1 : 2;
      model.feature_names_out = Array.from({ length: width + 2 }, (_, c) => `c${c}`);
      model.regressor = { ...model.regressor, dual_coef: [], intercept: 1 };
      model.regressor.support_vectors = [{ columns: model.feature_names_out.map((_, c) => c), rows: [] }];
      const predicted = { predictions: [[1]], bounds: { predictions: [[0]] } };
      const row = width === 1 ? [1, 1, 0] : [0.5, 0.5, 1, 0];
      model.verification = { inputs: [[0.5, "early"]], transformed: [row], ...predicted };
    };
    const model = loadModel(tinyModel(change));
    const row = [...model.transform({ Age: null, Shift: "late" })];
    expect(row).toEqual([...row.map(() => 0).slice(1), 1]);
  });
});

describe("a record", () => {
  const refusal = (fixture: string, change: (row: (number | string | null)[]) => void) => {
    const { model: file, inputs } = readFixtures().find(({ name }) => name === fixture)!;
    const row = [...inputs[0]!];
    change(row);
    const model = loadModel(file);
    const error = failureOf(InputError, () => model.predict(toRecord(file, row)));
    expect(
      failureOf(InputError, () => model.predictBatch([toRecord(file, inputs[0]!), toRecord(file, row)])).issues,
    ).toEqual(error.issues.map((issue) => ({ ...issue, row: 1, message: `row 1: ${issue.message}` })));
    return error.issues;
  };

  it.each([
    ["function_transformer_log", -1],
    ["function_transformer_log", 0],
    ["function_transformer_sqrt", -4],
    ["function_transformer_exp", 710],
    ["power_transformer_box_cox", 0],
    ["spline_transformer_error", 1e6],
  ])("for which a step is not defined: %s of %d", (fixture, value) => {
    expect(
      refusal(fixture, (row) => {
        row[0] = value;
      }),
    ).toMatchObject([{ code: "NOT_FINITE", input: "x0", received: `${value}` }]);
  });

  it("whose values together overflow", () => {
    expect(
      refusal("polynomial_features_degree_pair", (row) => {
        row.fill(1e150);
      }),
    ).toMatchObject([{ code: "NOT_FINITE", expected: expect.stringContaining('"x0", "x1"') }]);
  });

  it.each(["nystroem_poly", "kernel_pca_poly"])("whose kernels overflow: %s", (fixture) => {
    expect(
      refusal(fixture, (row) => {
        row.fill(1e160);
      }).map(({ code }) => code),
    ).toContain("NOT_FINITE");
  });

  it("whose prediction is infinite", () => {
    expect(
      refusal("kernel_poly_of_high_degree", (row) => {
        row.fill(1e60);
      }),
    ).toMatchObject([{ code: "NOT_FINITE", expected: expect.stringContaining('"x0", "x1", "x2"') }]);
  });
});
