// Two models that take turns, and what they must answer. Their confidence tells them apart, so that an answer of one with the prediction of the other is
// noticed, too.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { loadModel } from "supportvector";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const example = read("../../scripts/example-record.json");

/** Records of different predictions. */
export const RECORDS = [0, 13, 19, 23].map((reason) => ({ ...example, "Reason for absence": reason }));

const shipped = read("../../src/absenteeism/model.json");
const shifted = structuredClone(shipped);
shifted.regressor.intercept += 1;
shifted.verification.predictions = shipped.verification.predictions.map(([prediction]) => [prediction + 1]);
shifted.metadata.metrics.test_mae = 4.44;

/** The model files, as text. */
const MODELS = [shipped, shifted].map((file) => JSON.stringify(file));

const [answers, shiftedAnswers] = MODELS.map((text) => {
  const model = loadModel(text);
  const confidence = `MAE ± ${model.info.metrics.test_mae.toFixed(2)}`;
  return RECORDS.map((record) => ({ prediction: model.predict(record), confidence }));
});

/** Whether a body is what one of the models answers for a record. */
export function isRight(record, body) {
  const { prediction, confidence } = parse(body);
  return [answers[record], shiftedAnswers[record]].some(
    (expected) => expected.prediction === prediction && expected.confidence === confidence,
  );
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

/** Puts a model in the place of a file at once. */
export function placeModel(path, which) {
  writeFileSync(`${path}.new`, MODELS[which]);
  renameSync(`${path}.new`, path);
}
