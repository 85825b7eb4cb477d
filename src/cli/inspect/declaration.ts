// TypeScript declarations for a model: a misspelt input or target does not compile. The build runs
// this file before anything is built (scripts/generate-record.js), so it imports types only.

import type { InputInfo } from "../../index.js";

/**
 * Declares the type of a model's records.
 *
 * @param name of the model, of which the type's name is made
 */
export function declareRecord(name: string, inputs: readonly InputInfo[]): string {
  const about = `A record of the model ${name}. Values unlike those of training are predicted too.`;
  return `/** ${quoteInComment(about)} \`warnings\` reports them. */
export interface ${typeName(name)}Record {
${inputs.map(declareInput).join("")}}
`;
}

/** Declares the type of the predictions of a model with several targets. */
export function declarePrediction(name: string, targets: readonly string[]): string {
  const record = `${typeName(name)}Record`;
  const prediction = `${typeName(name)}Prediction`;
  const list = targets.map((target) => JSON.stringify(target)).join(", ");
  const targetNames = `where \`targets\` is \`[${list}]\`.`;
  const about = `A prediction of the model ${name}: \`loadModel<${record}, keyof ${prediction}>(file, { targets })\``;
  return `/** ${quoteInComment(`${about} ${targetNames}`)} */
export interface ${prediction} {
${targets.map((target) => `  readonly ${JSON.stringify(target)}: number;\n`).join("")}}
`;
}

function declareInput(input: InputInfo): string {
  const type = input.kind === "category" ? typeof input.categories[0] : "number";
  const types = `${input.boolean ? "boolean | " : ""}${type}${input.missing ? " | null" : ""}`;
  const key = JSON.stringify(input.name);
  return `${describe(input)}  readonly ${key}: ${types};\n`;
}

function describe(input: InputInfo): string {
  if (input.kind === "category") return comment(`One of ${input.categories.join(", ")} in training.`);
  return input.range === undefined ? "" : comment(`From ${input.range[0]} to ${input.range[1]} in training.`);
}

function comment(text: string): string {
  return `  /** ${quoteInComment(text)} */\n`;
}

/** Escapes what would end a comment. */
function quoteInComment(text: string): string {
  return text.replaceAll("*/", "*\\/").replace(/\s+/g, " ");
}

/** `my model 2` → `MyModel2`. */
function typeName(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `Model${joined}`;
}
