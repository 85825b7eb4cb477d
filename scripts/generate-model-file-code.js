// Generates from the JSON Schema of a model file the code that validates it
// (src/model-file/schema.generated.ts) and its types (types.generated.ts). Copies the schema into
// the exporter, whose wheel holds it, without blanks.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const folder = new URL("../src/model-file/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("model.schema.json", folder), "utf8"));
const exporter = new URL("../exporter/supportvector_export/", import.meta.url);
// The build of the container image has no exporter.
if (existsSync(exporter)) writeFileSync(new URL("model.schema.json", exporter), `${JSON.stringify(schema)}\n`);
const banner = "// Written by scripts/generate-model-file-code.js from model.schema.json. Do not edit.\n";

/** Rebuilds a JSON value. Passes each object through `change` after its members. */
function rebuild(value, change) {
  if (Array.isArray(value)) return value.map((item) => rebuild(item, change));
  if (value === null || typeof value !== "object") return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rebuild(member, change)])));
}

const DEFINITIONS = "#/$defs/";
const { $schema, $id, $defs, ...model } = schema;

/** The number of references to each definition. */
const references = {};
rebuild(schema, (node) => {
  if (node.$ref) references[node.$ref] = (references[node.$ref] ?? 0) + 1;
  return node;
});

/** Definitions of objects that the engine does not read. Whoever reads one validates it. */
const OPEN_OBJECTS = ["#/$defs/reference", "#/$defs/intervals"];

/** The functions of validators.ts that the code names. */
const used = new Set();
/** The code of validators that several places use, by name, in the order of use. */
const shared = new Map();
/** The definitions that contain what is being written. */
const open = [];

/** Returns the name of a function of validators.ts. */
function named(name) {
  used.add(name);
  return name;
}

/**
 * Returns the code of a call that a bundler may drop if its result is unused, or the name of the
 * same one.
 */
function call(name, ...parameters) {
  const code = `/* @__PURE__ */ ${named(name)}(${parameters.filter((code) => code !== undefined).join(", ")})`;
  const [same = code] = [...shared].find(([, known]) => known === code) ?? [];
  return same;
}

/** Returns the code of an object of validators. */
function membersOf(entries, tag) {
  const members = entries.map(([key, node]) => `${key}: ${validatorOf(node, tag)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

/** Returns the code of the validator of a definition: its name if several places refer to it. */
function referenceTo($ref, tag) {
  const name = $ref.slice(DEFINITIONS.length);
  if (open.includes(name)) return call("recursive", `() => ${name}`);
  if (shared.has(name)) return name;
  open.push(name);
  const code = validatorOf($defs[name], tag);
  open.pop();
  if (references[$ref] === 1 || shared.has(code)) return code;
  shared.set(name, code);
  return name;
}

/**
 * Returns the code of the validator of a schema.
 *
 * @param tag the key that told this schema from others. It is validated already
 */
function validatorOf(schema, tag) {
  const { title, description, $ref, oneOf, discriminator, properties, required = [], items, ...rest } = schema;
  const { type, additionalProperties, propertyNames, minItems, maxItems, enum: options, ...limits } = rest;
  const { const: constant, minimum, exclusiveMinimum, ...unknown } = limits;
  if (Object.keys(unknown).length > 0)
    throw new Error(
      `model.schema.json: expected keywords that src/model-file/validators.ts has, got ${Object.keys(unknown)}`,
    );
  if (OPEN_OBJECTS.includes($ref)) return call("record", "/^/u", named("anything"));
  if ($ref) return referenceTo($ref, tag);
  if (oneOf) return casesOf(discriminator.propertyName, oneOf);
  if (properties) {
    if (type !== "object" || additionalProperties !== false)
      throw new Error(`model.schema.json: expected a closed object beside "properties": ${Object.keys(properties)}`);
    const members = Object.entries(properties).filter(([key]) => key !== tag);
    const optional = members.filter(([key]) => !required.includes(key));
    const others = members.filter(([key]) => required.includes(key));
    return call("object", membersOf(others), optional.length > 0 ? membersOf(optional) : undefined);
  }
  if (additionalProperties) return call("record", `/${propertyNames.pattern}/u`, validatorOf(additionalProperties));
  if (items) return call("list", validatorOf(items), minItems, maxItems);
  if (options) return call("oneOf", ...options.map((option) => JSON.stringify(option)));
  if (constant !== undefined) return call("constant", JSON.stringify(constant));
  if (minimum !== undefined) return call("atLeast", minimum, typeOf(type));
  return exclusiveMinimum === undefined ? typeOf(type) : call("above", exclusiveMinimum, typeOf(type));
}

/** Returns the name of the validator of a type, or of one of several types. */
function typeOf(type) {
  const names = [type].flat();
  const code = call("type", ...names.map((name) => JSON.stringify(name)));
  if (shared.has(code)) return code;
  const name = names.join("_or_");
  shared.set(name, code);
  return name;
}

/** Returns the code of the validator of alternatives, which the key `tag` tells apart. */
function casesOf(tag, alternatives) {
  const cases = alternatives.flatMap(({ $ref }) => {
    const { const: constant, enum: values = [constant] } = $defs[$ref.slice(DEFINITIONS.length)].properties[tag];
    references[$ref] += values.length - 1;
    return values.map((value) => [value, { $ref }]);
  });
  return call("tagged", JSON.stringify(tag), membersOf(cases, tag));
}

const code = validatorOf(model);
const definitions = [...shared].map(([name, code]) => `const ${name}: Validator = ${code};\n`);
writeFileSync(
  new URL("schema.generated.ts", folder),
  `${banner}
import { ${["type Validator", ...used].join(", ")} } from "./validators.js";

${definitions.join("")}
/** A model file. */
export const model: Validator = ${code};
`,
);

// Definitions with a title become types of that name. Plain arrays read better inline.
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
