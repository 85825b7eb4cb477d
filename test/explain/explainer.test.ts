// What an explainer promises of any model: background, options, errors, and the shape of an
// explanation. The values of the tiny model are worked out by hand.

import { describe, expect, it } from "vitest";
import { ExplainError, loadExplainer } from "../../src/explain/index.js";
import { InputError } from "../../src/index.js";
import { tinyModel } from "../support/tiny-model.js";

const background = [
  { Age: 50, Shift: "late" },
  { Age: null, Shift: "early" },
];
const record = { Age: 30, Shift: "early" };

// f = 2 · a · s + 1 with a = exp(−(age − 30)²/200), and s = 1 for "early", e^−1 for "late".
const e = Math.exp;
const base = (2 * e(-2) * e(-1) + 1 + 2 * e(-0.5) + 1) / 2;
const ofLate = { age: (2 - 2 * e(-2) + 2 * e(-1) - 2 * e(-3)) / 2, shift: (2 - 2 * e(-1) + 2 * e(-2) - 2 * e(-3)) / 2 };

describe("an explanation", () => {
  const explainer = loadExplainer(tinyModel(), { background });

  it("has the Shapley value of each input", () => {
    const { contributions, ...rest } = explainer.explain(record);
    expect(rest).toEqual({ prediction: 3, base: expect.closeTo(base, 14), exact: true, clipped: false });
    expect(contributions).toEqual([
      { input: "Age", value: 30, contribution: expect.closeTo((ofLate.age + 2 - 2 * e(-0.5)) / 2, 14) },
      { input: "Shift", value: "early", contribution: expect.closeTo(ofLate.shift / 2, 14) },
    ]);
  });

  it("is the same alone and in a batch", () => {
    const records = [{ Age: null, Shift: "late" }, record];
    expect(explainer.explainBatch(records)).toEqual(records.map((each) => explainer.explain(each)));
  });

  it("says whether the prediction was clipped", () => {
    const clipped = loadExplainer(
      tinyModel((model) => {
        model.target.clip = { max: 2 };
      }),
      { background },
    ).explain(record);
    expect(clipped).toEqual({ ...explainer.explain(record), prediction: 2, clipped: true });
  });
});

describe("the background", () => {
  it("is that of the model file, unless the options have one", () => {
    const stored = tinyModel((model) => {
      model.background = background.map(({ Age, Shift }) => [Age, Shift]);
    });
    expect(loadExplainer(stored).explain(record)).toEqual(loadExplainer(tinyModel(), { background }).explain(record));
    expect(loadExplainer(stored, { background: background.slice(0, 1) }).backgroundRows).toBe(1);
  });

  it.each([
    ["BACKGROUND_MISSING", undefined, 0],
    ["BACKGROUND_INVALID", [], 0],
    ["BACKGROUND_INVALID", [record, { Age: "old" }], 2],
  ])("is refused with %s", (code, given, issues) => {
    const load = () => loadExplainer<object>(tinyModel(), given && { background: given });
    expect(load).toThrow(ExplainError);
    expect(load).toThrow(
      expect.objectContaining({ code, issues: expect.toSatisfy(({ length }) => length === issues) }),
    );
  });

  it("of the model file has a value per input", () => {
    const stored = tinyModel((model) => {
      model.background = [[30, "early"], [30]];
    });
    expect(() => loadExplainer(stored)).toThrow("expected 2 values in row 1 of its background, got 1");
  });
});

it.each([0, 3, 5, 4.5, NaN])("%d permutations are refused", (permutations) => {
  expect(() => loadExplainer<object>(tinyModel(), { background, permutations })).toThrow(
    expect.objectContaining({ code: "OPTIONS_INVALID" }),
  );
});

it("every problem of every record is reported", () => {
  const explainer = loadExplainer<object>(tinyModel(), { background });
  expect(() => explainer.explainBatch([{}, { Age: 30, Shift: "noon" }])).toThrow(InputError);
  expect(() => explainer.explainBatch([{}, { Age: 30, Shift: "noon" }])).toThrow(
    expect.objectContaining({ issues: expect.toSatisfy(({ length }) => length === 3) }),
  );
});
