// `npm run predict`: hours of absence for one example record, by the included model.

import { readFileSync } from "node:fs";
import { model } from "supportvector/absenteeism";

/** The example of the HTTP API that this model replaces. */
const record = JSON.parse(readFileSync(new URL("example-record.json", import.meta.url), "utf8"));

const { unit, metrics } = model.info;
const show = (title, example) => {
  console.log(`${title}: ${model.predict(example)} ${unit}`);
  for (const { message } of model.warnings(example)) console.log(`  warning: ${message}`);
};
// In the training data, reason 0 stands for absences of no time at all.
show("The example record, reason 0", record);
show("The same, reason 23 (medical consultation)", { ...record, "Reason for absence": 23 });
console.log(`Mean absolute error on the test rows: ${metrics.test_mae} ${unit}`);
