// Every fixture, explained: exact contributions are those of the definition, and all of them add up
// to the prediction.

import { describe, expect, it } from "vitest";
import { type Explanation, loadExplainer } from "../../src/explain/index.js";
import { loadModel } from "../../src/index.js";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { numbersOf, readFixtures, toRecord } from "../support/fixtures.js";
import { enumerate } from "./enumerated.js";

/** Inputs that may differ between the record and the background. More would take too long. */
const INPUTS = 7;

const explanationsOf = (explained: object): Explanation[] =>
  "contributions" in explained ? [explained as Explanation] : Object.values(explained);

describe.each(readFixtures())("$name", ({ model: file, inputs, bounds }) => {
  const unclipped: ModelFile = { ...file, target: {} };
  const model = loadModel<never>(unclipped, { targets: "any" });
  // The other inputs are those of the record.
  const record = inputs[0]!;
  const background = inputs.slice(1, 4).map((row) => row.map((value, i) => (i < INPUTS ? value : record[i]!)));
  const explain = () =>
    loadExplainer<never>(unclipped, {
      targets: "any",
      background: background.map((row) => toRecord(file, row)) as never[],
    }).explain(toRecord(file, record) as never);

  it("is explained", () => {
    const explanations = explanationsOf(explain());
    const predictions = numbersOf(model.predict(toRecord(file, record) as never));
    const expected = enumerate(model as never, record, background);
    explanations.forEach(({ base, contributions, prediction, exact }, t) => {
      expect(prediction).toBe(predictions[t]);
      const numbers = contributions.map(({ contribution }) => contribution);
      const size = numbers.reduce((sum, number) => sum + Math.abs(number), Math.abs(base) + Math.abs(prediction));
      // Large coefficients that cancel have a bound of their own.
      const tolerance = 1e-12 * size + bounds.predictions[0]![t]!;
      const sum = numbers.reduce((total, number) => total + number, base);
      expect(Math.abs(sum - prediction)).toBeLessThanOrEqual(tolerance);
      if (!exact) return;
      const worst = Math.max(...numbers.map((number, i) => Math.abs(number - expected[t]![i]!)));
      expect(worst).toBeLessThanOrEqual(tolerance);
    });
  });
});
