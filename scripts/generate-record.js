// Generates src/absenteeism/record.generated.ts, the type of the included model's records, from its
// model file. The declaration is that of `supportvector types`, whose source is compiled here,
// because there is no build yet.

import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const read = (path) => readFileSync(new URL(`../src/${path}`, import.meta.url), "utf8");
const { outputText } = ts.transpileModule(read("cli/inspect/declaration.ts"), {
  compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
});
const { declareRecord } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);

const { metadata, inputs } = JSON.parse(read("absenteeism/model.json"));
writeFileSync(
  new URL("../src/absenteeism/record.generated.ts", import.meta.url),
  `// Written by scripts/generate-record.js from model.json. Do not edit.\n\n${declareRecord(metadata.name, inputs)}`,
);
