// Names for what the included model's inputs hold, as the documentation of the data set
// "Absenteeism at work" gives them.

import type { InputRecord } from "supportvector";
import type { Description } from "./field.js";

const ABSENCE = "The absence";
const WORK = "The work";
const EMPLOYEE = "The employee";

const REASONS = {
  0: "No reason given",
  1: "I · Infectious and parasitic diseases",
  2: "II · Neoplasms",
  3: "III · Blood, blood-forming organs, immune mechanism",
  4: "IV · Endocrine, nutritional and metabolic diseases",
  5: "V · Mental and behavioural disorders",
  6: "VI · Nervous system",
  7: "VII · Eye and adnexa",
  8: "VIII · Ear and mastoid process",
  9: "IX · Circulatory system",
  10: "X · Respiratory system",
  11: "XI · Digestive system",
  12: "XII · Skin and subcutaneous tissue",
  13: "XIII · Musculoskeletal system and connective tissue",
  14: "XIV · Genitourinary system",
  15: "XV · Pregnancy, childbirth and the puerperium",
  16: "XVI · Conditions of the perinatal period",
  17: "XVII · Congenital malformations and abnormalities",
  18: "XVIII · Symptoms and findings not classified elsewhere",
  19: "XIX · Injury, poisoning and other external consequences",
  20: "XX · External causes of morbidity and mortality",
  21: "XXI · Factors influencing health status",
  22: "Patient follow-up",
  23: "Medical consultation",
  24: "Blood donation",
  25: "Laboratory examination",
  26: "Unjustified absence",
  27: "Physiotherapy",
  28: "Dental consultation",
};

const MONTHS = {
  0: "None given",
  1: "January",
  2: "February",
  3: "March",
  4: "April",
  5: "May",
  6: "June",
  7: "July",
  8: "August",
  9: "September",
  10: "October",
  11: "November",
  12: "December",
};

const DAYS = { 2: "Monday", 3: "Tuesday", 4: "Wednesday", 5: "Thursday", 6: "Friday" };
const SEASONS = { 1: "Summer", 2: "Autumn", 3: "Winter", 4: "Spring" };
const EDUCATION = { 1: "High school", 2: "Graduate", 3: "Postgraduate", 4: "Master or doctor" };

/** A record to begin with: a medical consultation in July. */
export const ABSENTEEISM_EXAMPLE: InputRecord = {
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

/** By training column. */
export const ABSENTEEISM: Readonly<Record<string, Description>> = {
  "Reason for absence": {
    label: "Reason for absence",
    group: ABSENCE,
    note: "I to XXI are chapters of the International Classification of Diseases.",
    names: REASONS,
  },
  "Month of absence": { label: "Month", group: ABSENCE, names: MONTHS },
  "Day of the week": { label: "Day of the week", group: ABSENCE, names: DAYS },
  Seasons: {
    label: "Season",
    group: ABSENCE,
    note: "As documented; in the data, summer is June to September.",
    names: SEASONS,
  },
  "Transportation expense": { label: "Transportation expense", group: WORK },
  "Distance from Residence to Work": { label: "Distance to work", group: WORK, unit: "km" },
  "Service time": { label: "Service time", group: WORK, unit: "years" },
  "Work load Average/day": { label: "Average work load per day", group: WORK },
  "Hit target": { label: "Hit target", group: WORK, unit: "%" },
  "Disciplinary failure": { label: "Disciplinary failure", group: WORK, yesNo: true },
  Age: { label: "Age", group: EMPLOYEE, unit: "years" },
  Education: { label: "Education", group: EMPLOYEE, names: EDUCATION },
  Son: { label: "Children", group: EMPLOYEE },
  Pet: { label: "Pets", group: EMPLOYEE },
  Weight: { label: "Weight", group: EMPLOYEE, unit: "kg" },
  Height: { label: "Height", group: EMPLOYEE, unit: "cm" },
  "Body mass index": { label: "Body mass index", group: EMPLOYEE, unit: "kg/m²" },
  "Social drinker": { label: "Social drinker", group: EMPLOYEE, yesNo: true },
  "Social smoker": { label: "Social smoker", group: EMPLOYEE, yesNo: true },
};
