// `npm run predict`: one record in the included model, for several reasons of absence, beside what
// scikit-learn predicts for it (examples.json, written by generate-examples.py).

import { readFileSync } from "node:fs";
import { model } from "supportvector/absenteeism";

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
const { "Reason for absence": _, ...person } = read("example-record.json");
const { library, examples } = read("examples.json");

const rows = examples.map(({ reason, meaning, prediction }) => {
  const predicted = model.predict({ ...person, "Reason for absence": reason });
  return { text: [reason, meaning, predicted, prediction], difference: Math.abs(predicted - prediction) };
});
const largest = Math.max(...rows.map(({ difference }) => difference));
// One digit loses less than a third, so this is never below the largest difference.
const bound = (1.5 * largest).toPrecision(1);

const line = ([code, reason, ours, theirs]) =>
  `  ${`${code}`.padStart(2)}  ${reason.padEnd(22)}${`${ours}`.padEnd(22)}${theirs}`;

console.log(`
How long will an employee be absent? The included model predicts hours, by reason:

${line(["", "reason for absence", "JavaScript", library])}
${rows.map(({ text }) => line(text)).join("\n")}

They differ by at most ${bound} ${model.info.unit}. Python's are in scripts/examples.json.
The rest of the record, from scripts/example-record.json:

${wrap(Object.entries(person).map(([input, value]) => `${input} ${value}`))}

Next:

  node dist/cli.js inputs                               what a record holds
  node dist/cli.js explain scripts/example-record.json  how a number comes about
  npm run demo                                          the same in a browser
  npm test                                              the proof, without Python
`);

/** Joins phrases by commas, in lines of at most 80 columns. */
function wrap(phrases) {
  const lines = [""];
  for (const phrase of phrases) {
    if (`${lines.at(-1)}${phrase}`.length > 76) lines.push("");
    lines.push(`${lines.pop()}${phrase}, `);
  }
  return lines
    .map((each) => `  ${each.trimEnd()}`)
    .join("\n")
    .replace(/,$/, "");
}
