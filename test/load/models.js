// Two models in turn, and their expected responses. Their confidence differs, so that a response
// that mixes them is found.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { loadModel } from "supportvector";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const example = read("../../scripts/example-record.json");

/** Records with different predictions. */
export const RECORDS = [0, 13, 19, 23].map((reason) => ({ ...example, "Reason for absence": reason }));

const included = read("../../src/absenteeism/model.json");
const shifted = structuredClone(included);
shifted.regressor.intercept += 1;
shifted.verification.predictions = included.verification.predictions.map(([prediction]) => [prediction + 1]);
shifted.metadata.metrics.test_mae = 4.44;

/** The model files, as text. */
const MODELS = [included, shifted].map((file) => JSON.stringify(file));

const [responses, shiftedResponses] = MODELS.map((text) => {
  const model = loadModel(text);
  const confidence = `MAE ± ${model.info.metrics.test_mae.toFixed(2)}`;
  return RECORDS.map((record) => ({ prediction: model.predict(record), confidence }));
});

/** Returns whether a body is the response of one of the models to a record. */
export function isRight(record, body) {
  const { prediction, confidence } = parse(body);
  return [responses[record], shiftedResponses[record]].some(
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

/** Replaces a file by a model atomically. */
export function placeModel(path, which) {
  writeFileSync(`${path}.new`, MODELS[which]);
  renameSync(`${path}.new`, path);
}
