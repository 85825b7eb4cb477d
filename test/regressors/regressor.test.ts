// Trees of regressors: parts that do not fit each other, models of several targets, and `info`.

import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import type { EnsembleRegressor, ModelFile, Regressor, Step } from "../../src/model-file/types.generated.js";
import { readFixtures, toRecord } from "../support/fixtures.js";
import { pathsOf } from "../support/tiny-model.js";

const linear = (coef: number[]): Regressor => ({ type: "LinearModel", class: "Ridge", coef, intercept: 0 });
const withRegressor = (regressor: unknown) => (model: ModelFile) => {
  model.regressor = regressor as Regressor;
};
const member = (regressor: Regressor, rest: object = {}) => ({ name: "m", regressor, ...rest });

describe("a regressor", () => {
  it.each([
    [linear([1]), "/coef"],
    [
      { type: "Pipeline", pipeline: { type: "SelectorMixin", class: "RFE", columns: [7] }, regressor: linear([1]) },
      "/pipeline/columns/0",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: linear([1, 1, 1]),
        transformer: { type: "Binarizer", threshold: 0 },
      },
      "/transformer/type",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: linear([1, 1, 1]),
        transformer: { type: "FunctionTransformer", func: "log" },
      },
      "/transformer",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: linear([1, 1, 1]),
        transformer: { type: "Pipeline", steps: [{ name: "s0", step: { type: "Binarizer", threshold: 0 } }] },
      },
      "/transformer/steps/0/step/type",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: linear([1, 1, 1]),
        transformer: { type: "MinMaxScaler", scale: [0], min: [0] },
      },
      "/transformer/scale/0",
    ],
    [{ type: "BaggingRegressor", estimators: [member(linear([1]), { columns: [3] })] }, "/estimators/0/columns/0"],
    [
      { type: "VotingRegressor", estimators: [1, -1].map((weight) => member(linear([1, 1, 1]), { weight })) },
      "/estimators",
    ],
    [{ type: "StackingRegressor", estimators: [member(linear([1, 1, 1]))] }, ""],
    [
      {
        type: "StackingRegressor",
        estimators: [member(linear([1, 1, 1]))],
        passthrough: true,
        final_estimator: linear([1, 1, 1]),
      },
      "/final_estimator/coef",
    ],
    [
      { type: "MultiOutputRegressor", estimators: [member(linear([1, 1, 1])), member(linear([1, 1, 1]))] },
      "/estimators/1/name",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: {
          type: "RegressorChain",
          estimators: [member(linear([1, 1, 1])), member(linear([1, 1, 1, 1]))],
        },
        transformer: { type: "StandardScaler", mean: [1, 2] },
      },
      "/regressor/estimators/1/name",
    ],
    [
      {
        type: "TransformedTargetRegressor",
        regressor: {
          type: "MultiOutputRegressor",
          estimators: ["a", "b"].map((name) => ({ ...member(linear([1, 1, 1])), name })),
        },
        transformer: { type: "StandardScaler", mean: [1] },
      },
      "/transformer/mean",
    ],
    [
      {
        type: "RegressorChain",
        estimators: ["a", "b"].map((name) => ({ ...member(linear([1, 1, 1])), name })),
        order: [1, 0],
      },
      "/estimators/0/regressor/coef",
    ],
    ...[[0], [0, 0], [0, 2], [0, 1, 1]].map((order): [unknown, string] => [
      { type: "RegressorChain", estimators: [member(linear([1, 1, 1])), member(linear([1, 1, 1, 1]))], order },
      "/order",
    ]),
    [
      {
        type: "VotingRegressor",
        estimators: [
          member({
            type: "MultiOutputRegressor",
            estimators: [1, 2].map((i) => ({ ...member(linear([1, 1, 1])), name: `y${i}` })),
          }),
        ],
      },
      "/estimators/0/regressor",
    ],
  ])("refuses %j", (regressor, path) => {
    expect(pathsOf(withRegressor(regressor))).toEqual([`/regressor${path}`]);
  });

  it("is not nested without end", () => {
    let regressor: unknown = linear([1, 1, 1]);
    for (let i = 0; i < 5000; i++) regressor = { type: "Pipeline", pipeline: { type: "passthrough" }, regressor };
    expect(pathsOf(withRegressor(regressor))).toEqual(["/regressor"]);
  });
});

describe("an AdaBoostRegressor", () => {
  it("requires every column, although its members impute missing values", () => {
    const change = (model: ModelFile) => {
      model.inputs = [{ name: "Age", kind: "number", missing: true }];
      model.pipeline = { type: "passthrough" };
      model.feature_names_out = [];
      const pipeline: Step = { type: "SimpleImputer", statistics: [40] };
      model.regressor = {
        type: "AdaBoostRegressor",
        estimators: [member({ type: "Pipeline", pipeline, regressor: linear([1]) })],
      };
      model.verification = { inputs: [[1]], transformed: [[]], predictions: [[1]], bounds: { predictions: [[0]] } };
    };
    expect(pathsOf(change)).toEqual(["/inputs/0/missing"]);
  });
});

describe("info", () => {
  const infoOf = (name: string) => {
    const { model } = readFixtures().find((fixture) => fixture.name === name)!;
    const { regressor, kernel, supportVectors } = loadModel(model, { targets: "any" }).info;
    return { regressor, kernel, supportVectors };
  };

  it("names the regressor and counts all support vectors", () => {
    expect(infoOf("kernel_sigmoid")).toMatchObject({ regressor: "SVR", kernel: "sigmoid" });
    expect(infoOf("kernel_linear")).toEqual({ regressor: "SVR", kernel: undefined, supportVectors: 0 });
    expect(infoOf("linear_svr").regressor).toBe("LinearSVR");
    const process = { regressor: "GaussianProcessRegressor", kernel: "rbf", supportVectors: 50 };
    expect(infoOf("gaussian_process")).toEqual(process);
    expect(infoOf("gaussian_process_anisotropic")).toEqual(process);
    const { regressor, kernel, supportVectors } = infoOf("stacking_of_stacks");
    expect([regressor, kernel]).toEqual(["StackingRegressor", undefined]);
    const file = JSON.stringify(readFixtures().find(({ name }) => name === "stacking_of_stacks")!.model);
    const counted = [...file.matchAll(/"dual_coef":\[([^\]]*)\]/g)].map(([, list]) => list!.split(",").length);
    expect(counted.length).toBeGreaterThan(3);
    expect(supportVectors).toBe(counted.reduce((sum, count) => sum + count, 0));
  });
});

describe("a model of several targets", () => {
  it("predicts objects keyed by their names", () => {
    const { model: file, inputs, predictions } = readFixtures().find(({ name }) => name === "multi_output")!;
    const model = loadModel(file, { targets: ["y0", "y1", "y2"] });
    const prediction = model.predict(toRecord(file, inputs[0]!));
    expect(Object.keys(prediction)).toEqual(["y0", "y1", "y2"]);
    expect(prediction.y1).toBeCloseTo(predictions[0]![1]!, 9);
  });

  it("may be a chain, whose estimators stand in the order of the targets", () => {
    const { model: file } = readFixtures().find(({ name }) => name === "chain_in_another_order")!;
    expect((file.regressor as EnsembleRegressor).order).toEqual([2, 0, 1]);
    expect(loadModel(file, { targets: "any" }).targets).toEqual(["y0", "y1", "y2"]);
  });

  it("may have transformed targets", () => {
    const { model: file } = readFixtures().find(({ name }) => name === "target_quantiles_of_a_chain")!;
    expect(file.regressor.type).toBe("TransformedTargetRegressor");
    expect(loadModel(file, { targets: "any" }).targets).toEqual(["y0", "y1", "y2"]);
  });

  it("clips each", () => {
    const { model, inputs } = readFixtures().find(({ name }) => name === "multi_output")!;
    const file = structuredClone(model);
    file.target = { clip: { min: 0, max: 1 } };
    const prediction = loadModel(file, { targets: ["y0", "y1", "y2"] }).predict(toRecord(file, inputs[0]!));
    for (const number of Object.values(prediction))
      expect(number === 0 || number === 1 || (number > 0 && number < 1)).toBe(true);
  });
});
