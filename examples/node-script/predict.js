// A Node script: loads a model file, predicts one record, and says what makes it doubtful.
// Run it with `node predict.js`.

import { readFileSync } from "node:fs";
import { InputError, loadModel } from "supportvector";

const model = loadModel(readFileSync(new URL("../model.json", import.meta.url), "utf8"));
const record = { Age: 41, Shift: "night", "Distance (km)": 12.5 };

console.log(`${model.predict(record)} ${model.info.unit}`);
for (const { message } of model.warnings({ ...record, Age: 70 })) console.log(`warning: ${message}`);

try {
  model.predict({ ...record, Age: "41" });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  for (const { input, code } of error.issues) console.log(`rejected: ${input} ${code}`);
}
