// Encoders on records: what they reject, and when. That they encode as scikit-learn does is up to
// test/parity.

import { describe, expect, it } from "vitest";
import { InputError, loadModel } from "../../src/index.js";
import type { Step } from "../../src/model-file/types.generated.js";
import { failureOf } from "../support/failure.js";
import { pathsOf, type TinyModel, tinyModel } from "../support/tiny-model.js";

/**
 * Gives one of the two inputs of the tiny model other steps. Its regressor takes whatever comes.
 */
function withSteps(input: 0 | 1, steps: Step[], width: number, missing = false): (model: TinyModel) => void {
  return (model) => {
    const { transformers } = model.pipeline as unknown as { transformers: { step: Step }[] };
    transformers[input]!.step = { type: "Pipeline", steps: steps.map((step, i) => ({ name: `s${i}`, step })) };
    model.inputs[input]!.missing = missing;
    const columns = width + (input === 0 ? 2 : 1);
    model.feature_names_out = Array.from({ length: columns }, (_, c) => `c${c}`);
    model.regressor = { ...model.regressor, dual_coef: [], intercept: 1, support_vectors: [] };
    model.regressor.support_vectors = [{ columns: model.feature_names_out.map((_, c) => c), rows: [] }];
    model.verification = {
      inputs: [[30, "early"]],
      transformed: [model.feature_names_out.map(() => 0)],
      predictions: [[1]],
      bounds: { predictions: [[0]], transformed: [model.feature_names_out.map(() => 1e9)] },
    };
  };
}

const refusal = (change: (model: TinyModel) => void, record: object) =>
  failureOf(InputError, () => loadModel(tinyModel(change)).predict(record as never)).issues;

const scaled = (encoder: Partial<Step>): Step[] => [
  { type: "StandardScaler", mean: [20], scale: [10] },
  { type: "OneHotEncoder", categories: [[0, 1]], handle_unknown: "error", ...encoder } as Step,
];

describe("an encoder of computed columns", () => {
  it("refuses what it does not know when the record runs", () => {
    const change = withSteps(0, scaled({}), 2);
    expect(loadModel(tinyModel(change)).transform({ Age: 20, Shift: "late" })).toEqual([1, 0, 0, 1]);
    expect(refusal(change, { Age: 25, Shift: "late" })).toMatchObject([
      { code: "UNKNOWN_CATEGORY", input: "Age", received: "25" },
    ]);
  });

  it("names the strings that another encoder made numbers of", () => {
    const steps: Step[] = [
      { type: "OrdinalEncoder", categories: [["early", "late"]], unknown_value: -1 },
      { type: "OneHotEncoder", categories: [[0, 1]], handle_unknown: "error" },
    ];
    expect(refusal(withSteps(1, steps, 2), { Age: 30, Shift: "dusk" })).toMatchObject([
      { code: "UNKNOWN_CATEGORY", input: "Shift", received: '"dusk"' },
    ]);
  });

  it("ignores what it does not know", () => {
    const model = loadModel(tinyModel(withSteps(0, scaled({ handle_unknown: "ignore" } as Step), 2)));
    expect(model.transform({ Age: 25, Shift: "late" })).toEqual([0, 0, 0, 1]);
  });

  it("may know the missing value", () => {
    const known = withSteps(0, scaled({ categories: [[0, 1, null]] } as Step), 3, true);
    expect(loadModel(tinyModel(known)).transform({ Age: null, Shift: "late" })).toEqual([0, 0, 1, 0, 1]);
    expect(pathsOf(withSteps(0, scaled({}), 2, true))).toEqual(["/inputs/0/missing"]);
  });
});

describe("OrdinalEncoder", () => {
  const encode = (parts: object): Step => ({ type: "OrdinalEncoder", categories: [["early", "late", null]], ...parts });

  it("refuses an unknown value that stays missing", () => {
    expect(refusal(withSteps(1, [encode({ unknown_value: null })], 1), { Age: 30, Shift: "dusk" })).toMatchObject([
      { code: "NOT_FINITE", input: "Shift" },
    ]);
  });

  it("must not leave a missing value to the regressor", () => {
    const change = (parts: object) => withSteps(1, [encode(parts)], 1, true);
    const load = (parts: object) => loadModel(tinyModel(change(parts)));
    expect(pathsOf(change({ encoded_missing_value: [null] }))).toEqual(["/inputs/1/missing"]);
    expect(load({ encoded_missing_value: [-1] }).transform({ Age: 30, Shift: null })).toEqual([0, -1]);
    expect(load({}).transform({ Age: 30, Shift: null })).toEqual([0, 2]);
  });

  it("lists the categories that a strict one knows, and null", () => {
    expect(refusal(withSteps(1, [encode({})], 1, true), { Age: 30, Shift: "dusk" })).toMatchObject([
      { code: "UNKNOWN_CATEGORY", expected: 'one of "early", "late", or null' },
    ]);
  });

  it("takes its codes from the file", () => {
    const rare = encode({ codes: [[0.25, -1, 7]] });
    const transform = (step: Step, shift: string | null) =>
      loadModel(tinyModel(withSteps(1, [step], 1, true))).transform({ Age: 30, Shift: shift } as never)[1];
    expect(["early", "late", null].map((shift) => transform(rare, shift))).toEqual([0.25, -1, 7]);
    expect(transform({ ...rare, encoded_missing_value: [-2] } as Step, null)).toBe(-2);
    expect(transform({ ...rare, unknown_value: 0.5 } as Step, "dusk")).toBe(0.5);
  });

  it("has a code for each category", () => {
    const paths = (codes: number[][]) => pathsOf(withSteps(1, [encode({ codes })], 1, true));
    expect(paths([[0, 1]])).toEqual(["/pipeline/transformers/1/step/steps/0/step/codes/0"]);
    expect(paths([])).toEqual(["/pipeline/transformers/1/step/steps/0/step/codes"]);
  });
});
