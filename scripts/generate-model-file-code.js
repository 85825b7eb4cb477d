// Writes the code and types that src/model-file/ derives from the JSON Schema of a model file: its
// runtime checks and its TypeScript types.

import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const folder = new URL("../src/model-file/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("model.schema.json", folder), "utf8"));
const banner = "// Written by scripts/generate-model-file-code.js from model.schema.json; do not edit.\n";

/** Rebuilds a JSON value, each object passed through `change` after its members were. */
function rebuild(value, change) {
  if (Array.isArray(value)) return value.map((item) => rebuild(item, change));
  if (value === null || typeof value !== "object") return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rebuild(member, change)])));
}

const DEFINITIONS = "#/$defs/";
const { $schema, $id, $defs, ...model } = schema;

/** How often each definition is referred to. */
const references = {};
rebuild(schema, (node) => {
  if (node.$ref) references[node.$ref] = (references[node.$ref] ?? 0) + 1;
  return node;
});

/** The functions of checks.ts that the code calls. */
const used = new Set();
/** The code of what is checked in several places, by name, in the order of its use. */
const shared = new Map();
/** The definitions that hold what is being written. */
const open = [];

/** A call that a bundler may leave out where nothing needs what it returns. */
function call(name, ...parameters) {
  used.add(name);
  return `/* @__PURE__ */ ${name}(${parameters.filter((code) => code !== undefined).join(", ")})`;
}

function membersOf(entries, tag) {
  const members = entries.map(([key, node]) => `${key}: ${check(node, tag)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

/** What checks a definition: its name if others refer to it, too. */
function refer($ref, tag) {
  const name = $ref.slice(DEFINITIONS.length);
  if (open.includes(name)) return call("recursive", `() => ${name}`);
  if (shared.has(name)) return name;
  open.push(name);
  const code = check($defs[name], tag);
  open.pop();
  if (references[$ref] === 1) return code;
  shared.set(name, code);
  return name;
}

/**
 * Returns the code that checks what a schema describes. In one of several cases the key `tag` has
 * decided the case, and is not checked again.
 */
function check(schema, tag) {
  const { title, description, $ref, oneOf, discriminator, properties, required = [], items, ...rest } = schema;
  const { type, additionalProperties, propertyNames, minItems, maxItems, enum: options, ...limits } = rest;
  const { const: constant, minimum, exclusiveMinimum, ...unknown } = limits;
  if (Object.keys(unknown).length > 0)
    throw new Error(`model.schema.json uses ${Object.keys(unknown)}, which src/model-file/validators.ts does not know`);
  if ($ref) return refer($ref, tag);
  if (oneOf) return checkCases(discriminator.propertyName, oneOf);
  if (properties) {
    if (type !== "object" || additionalProperties !== false)
      throw new Error(
        `model.schema.json: expected "type": "object" and "additionalProperties": false beside ${Object.keys(properties)}`,
      );
    const members = Object.entries(properties).filter(([key]) => key !== tag);
    const optional = members.filter(([key]) => !required.includes(key));
    const others = members.filter(([key]) => required.includes(key));
    return call("object", membersOf(others), optional.length > 0 ? membersOf(optional) : undefined);
  }
  if (additionalProperties) return call("record", `/${propertyNames.pattern}/u`, check(additionalProperties));
  if (items) return call("list", check(items), minItems, maxItems);
  if (options) return call("oneOf", ...options.map((option) => JSON.stringify(option)));
  if (constant !== undefined) return call("constant", JSON.stringify(constant));
  if (minimum !== undefined) return call("atLeast", minimum, checkType(type));
  return exclusiveMinimum === undefined ? checkType(type) : call("above", exclusiveMinimum, checkType(type));
}

function checkType(type) {
  const names = [type].flat();
  const name = names.join("_or_");
  shared.set(name, call("type", ...names.map((name) => JSON.stringify(name))));
  return name;
}

/** Alternatives, told apart by the key `tag`. */
function checkCases(tag, alternatives) {
  const cases = alternatives.flatMap(({ $ref }) => {
    const { const: constant, enum: values = [constant] } = $defs[$ref.slice(DEFINITIONS.length)].properties[tag];
    references[$ref] += values.length - 1;
    return values.map((value) => [value, { $ref }]);
  });
  return call("tagged", JSON.stringify(tag), membersOf(cases, tag));
}

const code = check(model);
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

// Named types for what has a title. The plain arrays read better written out.
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
