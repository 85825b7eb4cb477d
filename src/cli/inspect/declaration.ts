// A TypeScript declaration of a model's records: a misspelt column does not compile. `supportvector types` prints it,
// and the build writes the included model's with it, before there is a build: so this file imports types only.

import type { InputInfo } from "../../index.js";

/**
 * Declares the type of a model's records.
 *
 * @param name of the model, which the type's name is made from
 */
export function declareRecord(name: string, inputs: readonly InputInfo[]): string {
  return `/** A record of the model ${quoteInComment(name)}. Values unlike those of training are predicted too. \`warnings\` reports them. */
export interface ${typeName(name)}Record {
${inputs.map(declareInput).join("")}}
`;
}

function declareInput(input: InputInfo): string {
  const type = input.kind === "category" ? typeof input.categories[0] : "number";
  const key = JSON.stringify(input.name);
  return `${describe(input)}  readonly ${key}: ${type}${input.missing ? " | null" : ""};\n`;
}

function describe(input: InputInfo): string {
  if (input.kind === "category") return comment(`One of ${input.categories.join(", ")} in training.`);
  return input.range === undefined ? "" : comment(`From ${input.range[0]} to ${input.range[1]} in training.`);
}

function comment(text: string): string {
  return `  /** ${quoteInComment(text)} */\n`;
}

/** What would end a comment is kept from doing so. */
function quoteInComment(text: string): string {
  return text.replaceAll("*/", "*\\/").replace(/\s+/g, " ");
}

/** `my model 2` → `MyModel2`. */
function typeName(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `Model${joined}`;
}
