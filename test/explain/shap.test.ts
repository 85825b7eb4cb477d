// `shap`'s KernelExplainer, which generate_shap.py has run on every subset of 11 inputs.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadExplainer } from "../../src/explain/index.js";
import { toRecord } from "../support/fixtures.js";

const { shap, model, background, records, base, contributions } = JSON.parse(
  readFileSync(new URL("shap.json", import.meta.url), "utf8"),
);

it(`contributions are those of shap ${shap} to 1e-9`, () => {
  const toInput = (row: readonly number[]) => toRecord(model, row);
  const explainer = loadExplainer(model, { background: background.map(toInput) });
  const explanations = explainer.explainBatch(records.map(toInput));
  expect(explanations.length).toBe(3);
  explanations.forEach((explanation, r) => {
    expect(explanation.exact).toBe(true);
    expect(Math.abs(explanation.base - base)).toBeLessThanOrEqual(1e-9);
    explanation.contributions.forEach(({ contribution }, i) => {
      expect(Math.abs(contribution - contributions[r][i])).toBeLessThanOrEqual(1e-9);
    });
  });
});
