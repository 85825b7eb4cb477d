// Fixtures (fixtures/fixture.py) that Python wrote here and now, against the built package.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "supportvector";
import { loadExplainer } from "supportvector/explain";
import { numbersOf, toRecord } from "../support/fixtures.js";

/**
 * Returns the largest error of a fixture's predictions as a share of their bounds.
 *
 * @throws at the first difference beyond a bound
 */
export function compare({ model: file, inputs, transformed, predictions, bounds, explained }) {
  const model = loadModel(file, { targets: "any" });
  const toValue = (value, i) => (file.inputs[i].boolean && (value === 0 || value === 1) ? value === 1 : value);
  const records = inputs.map((row) => toRecord(file, row.map(toValue)));
  const batch = model.predictBatch(records);
  const { min = -Infinity, max = Infinity } = file.target.clip ?? {};
  let worst = 0;
  records.forEach((record, i) => {
    const row = model.transform(record);
    const column = row.findIndex(
      (value, c) => !(Math.abs(value - transformed[i][c]) <= (bounds.transformed?.[i][c] ?? 0)),
    );
    if (row.length !== transformed[i].length || column !== -1)
      throw new Error(`row ${i}: column ${column} is ${row[column]}, in scikit-learn ${transformed[i][column]}`);
    const predicted = numbersOf(batch[i]);
    if (numbersOf(model.predict(record)).some((number, t) => number !== predicted[t]))
      throw new Error(`row ${i}: alone and in a batch, the prediction differs`);
    predicted.forEach((number, t) => {
      const expected = Math.min(max, Math.max(min, predictions[i][t]));
      const error = Math.abs(number - expected);
      const ratio = error === 0 ? 0 : error / bounds.predictions[i][t];
      if (!(ratio <= 1)) throw new Error(`row ${i}: predicted ${number}, scikit-learn ${expected}: ${ratio} bounds`);
      worst = Math.max(worst, ratio);
    });
  });
  if (explained) compareExplanation(file, explained, toValue);
  return worst;
}

/**
 * Compares the Shapley values of a record, which explained.py has added up by their definition.
 *
 * @throws at the first difference beyond a bound
 */
function compareExplanation(file, { record, background, bases, contributions, bounds }, toValue) {
  const toInput = (row) => toRecord(file, row.map(toValue));
  const explainer = loadExplainer(file, { targets: "any", background: background.map(toInput) });
  const explanation = explainer.explain(toInput(record));
  const explanations = "contributions" in explanation ? [explanation] : Object.values(explanation);
  explanations.forEach(({ base, contributions: own }, t) => {
    const size = contributions[t].reduce((sum, number) => sum + Math.abs(number), Math.abs(bases[t]));
    const requireNear = (what, number, expected) => {
      if (!(Math.abs(number - expected) <= 1e-12 * size + bounds[t]))
        throw new Error(`${what} of target ${t} is ${number}, by definition ${expected}`);
    };
    requireNear("the base", base, bases[t]);
    if (explainer.exact)
      own.forEach(({ input, contribution }, i) => {
        requireNear(`the contribution of ${input}`, contribution, contributions[t][i]);
      });
  });
}

/**
 * Compares every fixture of a folder.
 *
 * @returns how many are equal, the largest error as a share of its bound, and the failures as
 * [name, message] pairs. Those of Python stand in results.json, beside the fixtures.
 */
export function compareFolder(folder) {
  const { failures, ...counts } = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
  let [equal, worst] = [0, 0];
  for (const file of readdirSync(folder).filter((name) => name !== "results.json")) {
    const fixture = JSON.parse(readFileSync(join(folder, file), "utf8"));
    try {
      worst = Math.max(worst, compare(fixture));
      equal++;
    } catch (error) {
      failures.push([fixture.model.metadata.name, `DisagreementError: ${error.message}`]);
    }
  }
  return { ...counts, equal, worst, failures };
}
