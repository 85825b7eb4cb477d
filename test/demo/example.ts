// The record that the form begins with: the README's.

import type { AbsenteeismRecord } from "../../src/absenteeism/record.generated.js";

export const example: AbsenteeismRecord = {
  "Reason for absence": 23,
  "Month of absence": 7,
  "Day of the week": 3,
  Seasons: 1,
  "Transportation expense": 200,
  "Distance from Residence to Work": 15,
  "Service time": 10,
  Age: 35,
  "Work load Average/day": 250,
  "Hit target": 95,
  "Disciplinary failure": 0,
  Education: 1,
  Son: 1,
  "Social drinker": 1,
  "Social smoker": 0,
  Pet: 1,
  Weight: 75,
  Height: 175,
  "Body mass index": 25.5,
};
