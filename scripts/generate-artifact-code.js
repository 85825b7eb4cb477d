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
  "type const enum minimum exclusiveMinimum items minItems maxItems optional properties others propertyNames tag cases".split(
    " ",
  ),
);

/** The definition that a reference names. */
const nameOf = ($ref) => $ref.slice("#/$defs/".length);

/**
 * A schema as validate.ts reads it: without prose and without what goes without saying. A reference is the name of a definition, or of a type; what has
 * `properties` is an object that holds these, but for the `optional` ones, and no others; what has `items` is an array. Of alternatives, the value of the key
 * `tag` says which of the `cases` it is; a case does not list that key.
 */
function compact(node, tag) {
  const {
    $ref,
    type,
    properties,
    required = [],
    additionalProperties,
    items,
    discriminator,
    oneOf,
    title,
    description,
    ...rest
  } = node;
  if ($ref) return nameOf($ref);
  if (oneOf) {
    const key = discriminator.propertyName;
    const cases = oneOf.flatMap((option) => {
      const { const: constant, enum: values = [constant] } = schema.$defs[nameOf(option.$ref)].properties[key];
      return values.map((value) => [value, nameOf(option.$ref)]);
    });
    return { tag: key, cases: Object.fromEntries(cases) };
  }
  if (properties && (type !== "object" || additionalProperties !== false))
    throw new Error(
      `model.schema.json: expected "type": "object" and "additionalProperties": false beside ${Object.keys(properties)}`,
    );
  if (items && type !== "array") throw new Error('model.schema.json: expected "type": "array" beside "items"');
  const keys = Object.keys(properties ?? {}).filter((key) => key !== tag);
  const optional = keys.filter((key) => !required.includes(key));
  const short = {
    ...(type && !properties && !items && { type }),
    ...(properties && { properties: Object.fromEntries(keys.map((key) => [key, compact(properties[key])])) }),
    ...(optional.length > 0 && { optional }),
    ...(!properties && additionalProperties && { others: compact(additionalProperties) }),
    ...(items && { items: compact(items) }),
    ...rest,
  };
  const unknown = Object.keys(short).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown.length > 0)
    throw new Error(`model.schema.json uses ${unknown}, which src/artifact/validate.ts does not know`);
  return typeof type === "string" && Object.keys(short).join() === "type" ? type : short;
}

const { $schema, $id, $defs, ...model } = schema;
/** The key that says which case a definition is, of those that are cases. */
const tags = Object.fromEntries(
  Object.values($defs).flatMap(({ discriminator, oneOf = [] }) =>
    oneOf.map(({ $ref }) => [nameOf($ref), discriminator.propertyName]),
  ),
);
const definitions = Object.fromEntries(
  Object.entries({ model, ...$defs }).map(([name, node]) => [name, compact(node, tags[name])]),
);
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
