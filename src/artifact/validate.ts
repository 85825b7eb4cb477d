// Holds a value against the JSON Schema of a model file. Knows the keywords which that schema uses and no others, which the build checks:
// a compiled validator took a third of the whole bundle, this takes a tenth, schema included. ajv stands beside it in the tests.

import type { ArtifactIssue } from "../errors.js";
import { definitions } from "./schema.generated.js";

/** A schema as the build has shortened it, or the name of one, or of a type. */
type Schema = string | Keywords;

interface Keywords {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  /** An array of these. */
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** An object of these keys and no others. */
  readonly properties?: { readonly [key: string]: Schema };
  /** Which of `properties` need not be there. */
  readonly optional?: readonly string[];
  /** Whatever `properties` does not name. */
  readonly others?: Schema;
  readonly propertyNames?: { readonly pattern: string };
  /** The key whose value says which of `cases` the object must match besides. */
  readonly tag?: string;
  readonly cases?: { readonly [value: string]: Schema };
}

const schemas = definitions as { readonly [name: string]: Keywords };

function resolve(schema: Schema): Keywords {
  return typeof schema === "string" ? (schemas[schema] ?? { type: schema }) : schema;
}

/** Every problem of the value, each with the JSON pointer to where it is. */
export function validate(value: unknown): ArtifactIssue[] {
  const issues: ArtifactIssue[] = [];
  walk("model", value, "", (path, message) => issues.push({ path, message }));
  return issues;
}

type Report = (path: string, message: string) => void;

function walk(named: Schema, value: unknown, path: string, report: Report): void {
  const schema = resolve(named);
  const { properties, items, tag, const: constant, enum: options } = schema;
  const { type = properties || tag ? "object" : items ? "array" : undefined } = schema;
  if (type && ![type].flat().some((name) => isOfType(name, value)))
    report(path, `expected type ${[type].flat().join(" or ")}`);
  if (constant !== undefined && value !== constant) report(path, `expected ${JSON.stringify(constant)}`);
  if (options && !options.includes(value)) report(path, `expected one of ${JSON.stringify(options)}`);
  if (isOfType("number", value)) walkNumber(schema, value as number, path, report);
  else if (Array.isArray(value)) walkArray(schema, value, path, report);
  else if (isOfType("object", value)) walkObject(schema, value as Record<string, unknown>, path, report);
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "number") return Number.isFinite(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  // string, boolean or object
  return typeof value === type && value !== null && !Array.isArray(value);
}

function walkNumber({ minimum, exclusiveMinimum: above }: Keywords, value: number, path: string, report: Report): void {
  if (minimum !== undefined && value < minimum) report(path, `expected a number >= ${minimum}`);
  if (above !== undefined && value <= above) report(path, `expected a number > ${above}`);
}

function walkArray(
  { items, minItems = 0, maxItems = Infinity }: Keywords,
  values: readonly unknown[],
  path: string,
  report: Report,
): void {
  if (values.length < minItems) report(path, `expected at least ${minItems} items`);
  if (values.length > maxItems) report(path, `expected at most ${maxItems} items`);
  if (!items) return;
  const item = resolve(items);
  // Nearly all of a file are lists of numbers and of positions: these are looked at in one go.
  const { type, minimum = -Infinity } = item;
  if (type === "number" && values.every(Number.isFinite)) return;
  if (type === "integer" && values.every((value) => Number.isInteger(value) && (value as number) >= minimum)) return;
  values.forEach((value, i) => {
    walk(item, value, `${path}/${i}`, report);
  });
}

function walkObject(
  { properties, optional = [], others, propertyNames, tag, cases }: Keywords,
  value: Record<string, unknown>,
  path: string,
  report: Report,
  known?: string,
): void {
  const required = tag ? [tag] : Object.keys(properties ?? {});
  for (const key of required)
    if (value[key] === undefined && !optional.includes(key)) report(path, `lacks ${JSON.stringify(key)}`);
  for (const [key, member] of Object.entries(value)) {
    const here = `${path}/${escapeKey(key)}`;
    if (propertyNames && !new RegExp(propertyNames.pattern, "u").test(key))
      report(path, `holds ${JSON.stringify(key)}, which is no name of the form ${propertyNames.pattern}`);
    if (properties && hasOwn.call(properties, key)) walk(properties[key]!, member, here, report);
    else if (others) walk(others, member, here, report);
    else if (properties && key !== known) report(path, `holds ${JSON.stringify(key)}, which is not part of the format`);
  }
  if (!tag) return;
  const name = value[tag];
  if (typeof name === "string" && hasOwn.call(cases, name))
    walkObject(resolve(cases![name]!), value, path, report, tag);
  else report(path, `expected a known "${tag}", got ${typeof name === "string" ? JSON.stringify(name) : typeof name}`);
}

const { hasOwnProperty: hasOwn } = Object.prototype;

/** JSON pointer's escapes. */
function escapeKey(key: string): string {
  return key.replace(/~/g, "~0").replace(/\//g, "~1");
}
