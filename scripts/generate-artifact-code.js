// Writes what src/artifact/ takes from the JSON Schema of a model file: the schema without its prose, and the types.

import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const folder = new URL("../src/artifact/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("model.schema.json", folder), "utf8"));
const banner = "// Written by scripts/generate-artifact-code.js from model.schema.json; do not edit.\n";

/** Rebuilds a JSON value, each object passed through `change` after its members were. */
function rebuild(value, change) {
  if (Array.isArray(value)) return value.map((item) => rebuild(item, change));
  if (value === null || typeof value !== "object") return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rebuild(member, change)])));
}

const KEYWORDS = new Set(
  "$ref type const enum minimum exclusiveMinimum items minItems maxItems required properties additionalProperties propertyNames discriminator oneOf".split(
    " ",
  ),
);

/** A schema as validate.ts reads it: without prose, definitions by name. */
function bare(node) {
  const { $ref, properties, items, additionalProperties, oneOf, title, description, ...rest } = node;
  const stripped = {
    ...rest,
    ...($ref && { $ref: $ref.slice("#/$defs/".length) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, bare(part)])),
    }),
    ...(items && { items: bare(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: additionalProperties && bare(additionalProperties),
    }),
    ...(oneOf && { oneOf: oneOf.map(bare) }),
  };
  const unknown = Object.keys(stripped).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown.length > 0)
    throw new Error(`model.schema.json uses ${unknown}, which src/artifact/validate.ts does not know`);
  return stripped;
}

const { $schema, $id, $defs, ...model } = schema;
const definitions = Object.fromEntries(Object.entries({ model, ...$defs }).map(([name, node]) => [name, bare(node)]));
writeFileSync(
  new URL("schema.generated.ts", folder),
  `${banner}
/** The schema of a model file, and what it refers to by name, without prose: what validate.ts calls a Schema each. */
export const definitions: unknown = ${JSON.stringify(definitions)};
`,
);

// Named types for what has a title; the plain arrays read better written out.
const typed = rebuild(schema, (node) => {
  const { $ref, ...rest } = node;
  const target = $ref && schema.$defs[$ref.slice("#/$defs/".length)];
  return target && !target.title && !target.oneOf ? { ...target, ...rest } : node;
});
writeFileSync(
  new URL("types.generated.ts", folder),
  await compile(typed, "ModelFile", {
    bannerComment: banner.trim(),
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    style: { printWidth: 120 },
  }),
);
