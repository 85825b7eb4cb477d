// Writes src/absenteeism/record.generated.ts, the type of the shipped model's records, from its model file: a misspelt column does not compile.

import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../src/absenteeism/", import.meta.url);
const { inputs } = JSON.parse(readFileSync(new URL("model.json", folder), "utf8"));

const members = inputs.map(({ name, kind, missing, range, categories }) => {
  const type = kind === "category" ? typeof categories[0] : "number";
  const known =
    kind === "category"
      ? `One of ${categories.join(", ")} in training.`
      : `From ${range[0]} to ${range[1]} in training.`;
  return `  /** ${known} */\n  readonly ${JSON.stringify(name)}: ${type}${missing ? " | null" : ""};\n`;
});
writeFileSync(
  new URL("record.generated.ts", folder),
  `// Written by scripts/generate-record.js from model.json; do not edit.

/** One absence, as the model needs it. Other values than those of training are predicted too; \`model.check\` warns of them. */
export interface AbsenteeismRecord {
${members.join("")}}
`,
);
