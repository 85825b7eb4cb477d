// Pipelines of scikit-learn, whose Shapley values generate.py has added up over all subsets of the
// inputs by `pipeline.predict` alone. One record has a missing value and an unknown category.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Explanation, loadExplainer } from "../../src/explain/index.js";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { toRecord } from "../support/fixtures.js";

type Row = readonly (number | string | null)[];

interface Case {
  readonly name: string;
  readonly model: ModelFile;
  readonly records: readonly Row[];
  readonly background: readonly Row[];
  /** By record and target. */
  readonly predictions: readonly (readonly number[])[];
  readonly bases: readonly (readonly number[])[];
  /** By record, target and input. */
  readonly contributions: readonly (readonly (readonly number[])[])[];
}

const cases: Case[] = JSON.parse(readFileSync(new URL("pipelines.json", import.meta.url), "utf8"));

describe.each(cases)("$name", ({ model, records, background, predictions, bases, contributions }) => {
  const explainer = loadExplainer<never>(model, {
    targets: "any",
    background: background.map((row) => toRecord(model, row)) as never[],
  });
  const explained = explainer.explainBatch(records.map((row) => toRecord(model, row)) as never[]);

  it.each([0, 1])("record %i has the contributions of the definition", (r) => {
    const each = explained[r]!;
    const explanations = "contributions" in each ? [each as Explanation] : Object.values(each);
    expect(explanations.length).toBe(predictions[r]!.length);
    explanations.forEach((explanation, t) => {
      const expected = contributions[r]![t]!;
      const size = expected.reduce((sum, number) => sum + Math.abs(number), Math.abs(bases[r]![t]!));
      const isNear = (number: number, other: number) =>
        expect(Math.abs(number - other)).toBeLessThanOrEqual(1e-12 * size);
      expect(explanation.exact).toBe(true);
      isNear(explanation.base, bases[r]![t]!);
      isNear(explanation.prediction, predictions[r]![t]!);
      explanation.contributions.forEach(({ input, value, contribution }, i) => {
        expect([input, value]).toEqual([model.inputs[i]!.name, records[r]![i]]);
        isNear(contribution, expected[i]!);
      });
    });
  });
});
