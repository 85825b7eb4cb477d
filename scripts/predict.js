// `npm run predict`: hours of absence for one example record, by the shipped model.

import { model } from "supportvector/absenteeism";

/** The example of the HTTP API that this model replaces. */
const record = {
  Age: 35,
  "Distance from Residence to Work": 15,
  "Service time": 10,
  "Body mass index": 25.5,
  "Work load Average/day": 250,
  "Hit target": 95,
  "Transportation expense": 200,
  "Disciplinary failure": 0,
  Education: 1,
  Son: 1,
  "Social drinker": 1,
  "Social smoker": 0,
  Pet: 1,
  Weight: 75,
  Height: 175,
  "Reason for absence": 0,
  "Month of absence": 7,
  "Day of the week": 3,
  Seasons: 1,
};

const { unit, metrics } = model.info;
const show = (title, example) => {
  console.log(`${title}: ${model.predict(example)} ${unit}`);
  for (const { message } of model.check(example)) console.log(`  warning: ${message}`);
};
// In the training data, reason 0 stands for absences of no time at all.
show("The example record, reason 0", record);
show("The same, reason 23 (medical consultation)", { ...record, "Reason for absence": 23 });
console.log(`Mean absolute error on the test rows: ${metrics.test_mae} ${unit}`);
