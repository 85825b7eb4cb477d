// Every message of the engine, provoked once. The snapshot shows them side by side, to be read as a
// whole. All other tests compare codes, paths and values.

import { describe, expect, it } from "vitest";
import { InputError, loadModel, ModelFileError } from "../src/index.js";
import type { Regressor, Step } from "../src/model-file/types.generated.js";
import { failureOf } from "./support/failure.js";
import { readFixture } from "./support/fixtures.js";
import { type TinyModel, tinyModel } from "./support/tiny-model.js";

/** Returns the message of what loading the file throws. */
const messageOf = (source: unknown, options?: object): string =>
  failureOf(ModelFileError, () => loadModel(source, options as never)).message;

type Change = (model: TinyModel) => void;

/** Replaces the step of the first input, a number, or of the second, a string. */
const step =
  (input: 0 | 1, replacement: object): Change =>
  (model) => {
    (model.pipeline as { transformers: { step: Step }[] }).transformers[input]!.step = replacement as Step;
  };

const regressor =
  (replacement: object): Change =>
  (model) => {
    model.regressor = replacement as never;
  };

const pipeline = (...steps: object[]) => ({
  type: "Pipeline",
  steps: steps.map((each, i) => ({ name: `s${i}`, step: each })),
});
const linear = (...coef: number[]) => ({ type: "LinearModel", class: "Ridge", coef, intercept: 0 }) as Regressor;
const member = (each: object, rest: object = {}) => ({ name: "m", regressor: each, ...rest });
const oneHot = (parts: object) => ({
  type: "OneHotEncoder",
  categories: [["early", "late"]],
  handle_unknown: "error",
  ...parts,
});
const spline = (parts: object) => ({
  type: "SplineTransformer",
  degree: 1,
  knots: [[0, 1, 2, 3]],
  extrapolation: "continue",
  include_bias: true,
  ...parts,
});
const nested = (depth: number): Regressor => {
  let inner: object = linear(1);
  for (let i = 0; i < depth; i++) inner = { type: "Pipeline", pipeline: { type: "passthrough" }, regressor: inner };
  return inner as Regressor;
};

const sources: Record<string, unknown> = {
  "text that is not JSON": "{",
  nothing: undefined,
  "an array": [],
  "another object": {},
  bytes: new Uint8Array(2),
  "another version": { ...tinyModel(), version: 2 },
  "no version": { ...tinyModel(), version: undefined },
};

const changes: Record<string, Change> = {
  // The schema.
  "a string for a number": (model) => Object.assign(model.regressor, { intercept: "1" }),
  "a category of another type": (model) => Object.assign(model.inputs[1]!, { categories: [null] }),
  "a number below the least": (model) => (model.regressor.support_vectors[0]!.columns[0] = -1),
  "a number at the limit": (model) => (model.regressor.gamma = 0),
  "another constant": step(0, { type: "FunctionTransformer", func: "log", validate: false }),
  "another word": (model) => Object.assign(model.regressor, { kernel: "linear" }),
  "an object for a list": (model) => Object.assign(model.regressor, { dual_coef: {} }),
  "a list for an object": (model) => Object.assign(model, { metadata: [] }),
  "too few items": (model) => Object.assign(model.inputs[1]!, { categories: [] }),
  "too many items": (model) => Object.assign(model.inputs[0]!, { range: [1, 2, 3] }),
  "an absent key in an object": (model) => delete (model.regressor as Partial<typeof model.regressor>).gamma,
  "an unknown key": (model) => Object.assign(model.metadata, { colour: "red" }),
  "a key of another form": (model) => (model.metadata.metrics = { "Test MAE": 1 }),
  "an unknown kind": (model) => Object.assign(model.inputs[1]!, { kind: "word" }),
  "too many levels": (model) => regressor(nested(200))(model),
  // Steps.
  "a position that does not exist": step(0, { type: "SelectorMixin", class: "RFE", columns: [1] }),
  "a list of another length": step(0, { type: "StandardScaler", scale: [] }),
  "strings for numbers": step(1, { type: "StandardScaler" }),
  "a statistic of another type": step(0, { type: "SimpleImputer", statistics: ["a"] }),
  "a category of another type than its column": step(1, oneHot({ categories: [["early", 1]] })),
  "a category twice": step(1, oneHot({ categories: [["early", "early"]] })),
  "too few positions of categories": step(1, oneHot({ positions: [[0]] })),
  "a position of unknown values that does not exist": step(1, oneHot({ positions: [[0, null]], unknown: [1] })),
  "a scale of 0": step(0, { type: "StandardScaler", scale: [0] }),
  "a scale and its inverse": step(0, { type: "StandardScaler", scale: [1], inverse_scale: [1] }),
  "a step that clips to nothing": step(0, { type: "MinMaxScaler", scale: [1], min: [0], clip: [1, 0] }),
  "quantiles of another length": step(0, {
    type: "QuantileTransformer",
    quantiles: [[1, 2]],
    references: [0],
    output_distribution: "uniform",
  }),
  "too few knots": step(0, spline({ knots: [[0, 1, 2]] })),
  "knots that decrease": step(0, spline({ knots: [[0, 2, 1, 3]] })),
  "boundaries of another length": step(
    0,
    spline({ extrapolation: "boundaries", boundaries: [[0, 1].map((at) => ({ at, values: [1], slopes: [0] }))] }),
  ),
  // Inputs.
  "an input twice": (model) => (model.inputs[1]!.name = "Age"),
  "an input that is infinite for any value": step(0, {
    type: "StandardScaler",
    mean: [-1e308],
    inverse_scale: [1e9],
  }),
  "an input that is infinite for a category": (model) => {
    step(1, pipeline(oneHot({}), { type: "MaxAbsScaler", scale: [1e-300, 1] }))(model);
    Object.assign((model.pipeline as { transformers: object[] }).transformers[1]!, { weight: 1e300 });
  },
  "a missing value that is not imputed": (model) => (model.inputs[1]!.missing = true),
  "a missing value that becomes infinite": step(
    0,
    pipeline({ type: "SimpleImputer", statistics: [1e300] }, { type: "StandardScaler", mean: [30], scale: [1e-9] }),
  ),
  "other categories than those of the encoder": (model) => Object.assign(model.inputs[1]!, { categories: ["early"] }),
  // Regressors.
  "a degree that is too large": (model) => Object.assign(model.regressor, { kernel: "poly", degree: 2 ** 31 }),
  "coefficients that overflow": (model) => {
    model.regressor.dual_coef = [1e308, 1e308];
    model.regressor.support_vectors[0]!.index = [0, 0];
  },
  "too many support vectors": (model) => {
    model.regressor.dual_coef = new Array(2 ** 16).fill(1);
    step(0, {
      type: "PolynomialFeatures",
      combinations: new Array(2 ** 12).fill([0]),
    })(model);
    model.inputs[0]!.missing = false;
  },
  "a column twice": (model) => model.regressor.support_vectors.push({ columns: [0], rows: [[0]] }),
  "an absent column": (model) => (model.regressor.support_vectors = [{ columns: [0, 1], rows: [[0, 1]] }]),
  "too few rows of support vectors": (model) => (model.regressor.support_vectors[0]!.rows = []),
  "too few columns of support vectors": (model) => (model.regressor.support_vectors[0]!.rows = [[0]]),
  "weights that cancel": regressor({
    type: "VotingRegressor",
    estimators: [1, -1].map((weight) => member(linear(1, 1, 1), { weight })),
  }),
  "a stack without an end": regressor({ type: "StackingRegressor", estimators: [member(linear(1, 1, 1))] }),
  "a chain in no order": regressor({
    type: "RegressorChain",
    estimators: ["a", "b"].map((name) => ({ ...member(linear(1, 1, 1)), name })),
    order: [0, 0],
  }),
  "a member of several targets": regressor({
    type: "VotingRegressor",
    estimators: [
      member({
        type: "MultiOutputRegressor",
        estimators: [1, 2].map((i) => ({ ...member(linear(1, 1, 1)), name: `y${i}` })),
      }),
    ],
  }),
  "a target whose step has no inverse": regressor({
    type: "TransformedTargetRegressor",
    regressor: linear(1, 1, 1),
    transformer: { type: "Binarizer", threshold: 0 },
  }),
  "a target whose function has no inverse": regressor({
    type: "TransformedTargetRegressor",
    regressor: linear(1, 1, 1),
    transformer: { type: "FunctionTransformer", func: "log" },
  }),
  "a regressor of several targets without names": regressor({
    type: "Pipeline",
    pipeline: { type: "passthrough" },
    regressor: {
      type: "MultiOutputRegressor",
      estimators: [1, 2].map((i) => ({ ...member(linear(1, 1, 1)), name: `y${i}` })),
    },
  }),
  // The rest of the file.
  "too few names of features": (model) => model.feature_names_out.pop(),
  "a clip to nothing": (model) => (model.target = { clip: { min: 2, max: 1 } }),
  "too few verification rows": (model) => (model.verification.predictions = []),
  "too few values in a verification row": (model) => (model.verification.transformed = [[0, 1]]),
  "a record in a verification row": (model) => (model.verification.inputs = [[30, "dusk"]]),
  "another prediction than Python's": (model) => (model.verification.predictions = [[4]]),
  "several problems": (model) => Object.assign(model.regressor, { gamma: 0, intercept: "1" }),
};

const several = readFixture("multi_output").model;

describe("messages about a model file", () => {
  it.each(Object.entries(sources))("%s", (_, source) => {
    expect(messageOf(source)).toMatchSnapshot();
  });

  it.each(Object.entries(changes))("%s", (_, change) => {
    expect(messageOf(tinyModel((model) => void change(model)))).toMatchSnapshot();
  });

  it.each([
    ["several targets for one", several, undefined],
    ["one target for several", tinyModel(), { targets: ["hours", "days"] }],
    ["other targets", several, { targets: ["y0", "y3"] }],
  ])("%s", (_, file, options) => {
    expect(messageOf(file, options)).toMatchSnapshot();
  });
});

describe("messages about records", () => {
  const model = loadModel(tinyModel());
  const words = (work: () => unknown): string => failureOf(InputError, work).message;
  const poly = loadModel(readFixture("polynomial_features_degree_pair").model);
  const log = loadModel(readFixture("function_transformer_log").model);
  const limited = loadModel(
    tinyModel(
      step(
        0,
        pipeline(
          { type: "SimpleImputer", statistics: [40] },
          {
            type: "StandardScaler",
            mean: [30],
            scale: [1e-3],
          },
        ),
      ),
    ),
  );
  const zeros = (inputs: readonly { name: string }[], value: number) =>
    Object.fromEntries(inputs.map(({ name }) => [name, value]));

  const records: Record<string, () => unknown> = {
    "an absent key": () => model.predict({ Shift: "early" }),
    "a string for a number": () => model.predict({ Age: "35", Shift: "early" }),
    "infinity for a number": () => model.predict({ Age: Infinity, Shift: "early" }),
    "null for a string": () => model.predict({ Age: 30, Shift: null }),
    "an unknown category": () => model.predict({ Age: 30, Shift: "dusk" }),
    "a number beyond its limit": () => limited.predict({ Age: 1e306, Shift: "early" }),
    "a number for which a step is not defined": () => log.predict({ ...zeros(log.inputs, 1), x0: -1 }),
    "numbers that overflow together": () => poly.predict(zeros(poly.inputs, 1e150)),
    "an array for a record": () => model.predict([] as never),
    "an object for a batch": () => model.predictBatch({} as never),
    "a matrix of another width": () => model.predictBatch({ rows: 1, columns: 3, get: () => 0 }),
    "an absent column": () => model.predictColumns({ Age: [30] }),
    "columns of other lengths": () => model.predictColumns({ Age: [30, 31], Shift: ["early"] }),
    "transformed rows of another width": () => model.predictTransformed(new Float64Array(4)),
    "transformed numbers that are not finite": () => model.predictTransformed(Float64Array.of(NaN, 0, 0)),
    "several problems": () => model.predictBatch([{ Age: "35" }, null] as never),
    "more problems than a message lists": () => model.predictBatch(new Array(1000).fill(null)),
  };

  it.each(Object.entries(records))("%s", (_, work) => {
    expect(words(work)).toMatchSnapshot();
  });

  it("warnings", () => {
    const lenient = loadModel(tinyModel(step(1, oneHot({ handle_unknown: "ignore" }))));
    expect(lenient.warnings({ Age: 17, Shift: "dusk" }).map(({ message }) => message)).toMatchSnapshot();
  });
});
