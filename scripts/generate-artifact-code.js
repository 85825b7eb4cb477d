// Writes what src/artifact/ takes from the JSON Schema of a model file: a validator without ajv and without `new Function`, and the types.

import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
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

/**
 * Cuts what a browser need not load: where in the schema a problem was found, what no keyword in use asks for, the same five lines at every
 * check, and the schemas themselves but for the members in use.
 */
function withoutDeadWeight(code) {
  const schemas = new Map();
  const rest = code
    .replace(/^const (schema\d+) = (.*);$/gm, (_, name, json) => {
      schemas.set(name, JSON.parse(json));
      return "";
    })
    .replace(/schemaPath:"[^"]*",/g, "")
    .replace(/, parentData, parentDataProperty, rootData=data/g, "")
    .replace(/,parentData(:.*?)?,parentDataProperty(:.*?)?,rootData/g, "")
    .replace(
      /const (err\d+) = (.*);\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors.push\(\1\);\n\}\n/g,
      "vErrors = add(vErrors, $2);\n",
    )
    .concat("\nfunction add(errors, error) {\n  errors ??= [];\n  errors.push(error);\n  return errors;\n}\n");
  return rest.replace(/\b(schema\d+)((?:\.\w+)+)/g, (_, name, path) => {
    const keys = path.slice(1).split(".");
    const value = keys.reduce((node, key) => node[key], schemas.get(name));
    // Of `properties`, the code asks only which there are.
    if (keys.at(-1) !== "properties") return JSON.stringify(value);
    return JSON.stringify(Object.fromEntries(Object.keys(value).map((key) => [key, 0])));
  });
}

// The validator needs no prose, and the schema uses nothing that draft-07 lacks but its name for `definitions`.
const { $schema, $id, ...bare } = rebuild(schema, (node) => {
  const { title, description, ...rest } = node;
  if (typeof title === "object") rest.title = title;
  if (typeof description === "object") rest.description = description;
  return rest;
});
const ajv = new Ajv({
  allErrors: true,
  discriminator: true,
  inlineRefs: false,
  strictTypes: false,
  // The texts would outweigh the checks; src/artifact/problem.ts words each keyword.
  messages: false,
  code: { source: true, esm: true, lines: true, optimize: 2 },
});
writeFileSync(
  new URL("validate.generated.js", folder),
  banner + withoutDeadWeight(standaloneCode(ajv, ajv.compile(bare))),
);
writeFileSync(
  new URL("validate.generated.d.ts", folder),
  `${banner}
/** A failed keyword of the schema, and where in the data. */
export interface SchemaProblem {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Whether \`data\` matches the schema; \`errors\` holds the last call's problems. */
export declare const validate: { (data: unknown): boolean; errors?: readonly SchemaProblem[] | null };
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
