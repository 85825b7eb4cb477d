// Validators: a function for each kind of schema in model.schema.json. The build turns the schema
// into calls of these (scripts/generate-model-file-code.js). Compiled by ajv instead, it would be a
// third of the bundle, where these and the calls are a tenth. The tests compare both.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { ModelFileIssue } from "../errors.js";
import { addIssue, rejection } from "./report.js";

/**
 * Keys on the way to a step or a regressor. Far more than these need, far less than the stack
 * holds.
 */
const MAX_DEPTH = 100;

/** The state of a walk through a value. */
export interface Walk {
  /** The keys that lead to the current value. */
  readonly keys: (string | number)[];
  /** The problems found so far. */
  readonly issues: ModelFileIssue[];
}

/** Validates a value and all that it holds. */
export interface Validator {
  /** @param tag a key that a tagged validator has validated already */
  (value: unknown, walk: Walk, tag?: string): void;
  /** Tells whether a value has no problem. Only for values that hold no others. */
  readonly accepts?: (value: unknown) => boolean;
}

/** The validators of an object's members, by key. */
type Members = Readonly<Record<string, Validator>>;

function report({ keys, issues }: Walk, message: string): void {
  const path = keys.map((key) => `/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
  addIssue(issues, path, message);
}

function reject(walk: Walk, expected: string, value: unknown): void {
  report(walk, describeMismatch(expected, describeValue(value)));
}

function enter(key: string | number, value: unknown, validator: Validator, walk: Walk): void {
  walk.keys.push(key);
  validator(value, walk);
  walk.keys.pop();
}

/** Accepts values that pass the test, and the validator `also`. */
function expecting(expected: string, test: (value: unknown) => boolean, also?: Validator): Validator {
  const validator: Validator = (value, walk) => {
    also?.(value, walk);
    if (!test(value)) reject(walk, expected, value);
  };
  return Object.assign(validator, { accepts: also ? (value: unknown) => also.accepts!(value) && test(value) : test });
}

/** Tells whether a value is an object other than an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const TYPES: { readonly [type: string]: (value: unknown) => boolean } = {
  number: Number.isFinite,
  integer: Number.isInteger,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** Accepts values of one of these types. */
export function type(...names: readonly string[]): Validator {
  const tests = names.map((name) => TYPES[name]!);
  const [only, other] = tests;
  return expecting(`type ${names.join(" or ")}`, other ? (value) => tests.some((test) => test(value)) : only!);
}

/** Accepts what the validator accepts, unless it is a number below `least`. */
export function atLeast(least: number, validator: Validator): Validator {
  return expecting(`a number >= ${least}`, (value) => typeof value !== "number" || value >= least, validator);
}

/** Accepts what the validator accepts, unless it is a number up to `limit`. */
export function above(limit: number, validator: Validator): Validator {
  return expecting(`a number > ${limit}`, (value) => typeof value !== "number" || value > limit, validator);
}

/** Accepts this value. */
export function constant(expected: unknown): Validator {
  return expecting(JSON.stringify(expected), (value) => value === expected);
}

/** Accepts these values. */
export function oneOf(...options: readonly unknown[]): Validator {
  return expecting(`one of ${JSON.stringify(options)}`, (value) => options.includes(value));
}

/** Accepts arrays of `least` to `most` such items. */
export function list(item: Validator, least: number = 0, most: number = Infinity): Validator {
  return (value, walk) => {
    if (!Array.isArray(value)) return reject(walk, "type array", value);
    const { length } = value;
    if (length < least) reject(walk, `length >= ${least}`, length);
    if (length > most) reject(walk, `length <= ${most}`, length);
    // Lists of numbers and of positions make up most of a file. They are tested without a walk.
    if (item.accepts && value.every(item.accepts)) return;
    value.forEach((member, i) => {
      enter(i, member, item, walk);
    });
  };
}

/** Accepts objects of these members and no others. */
export function object(required: Members, optional: Members = {}): Validator {
  const members = new Map(Object.entries({ ...required, ...optional }));
  return (value, walk, tag) => {
    if (!isObject(value)) return reject(walk, "type object", value);
    for (const key in required) if (value[key] === undefined) report(walk, `lacks ${JSON.stringify(key)}`);
    for (const [key, member] of Object.entries(value)) {
      const validator = members.get(key);
      if (validator) enter(key, member, validator, walk);
      else if (key !== tag) report(walk, `holds ${JSON.stringify(key)}, which is not part of the format`);
    }
  };
}

/** Accepts objects of such members whose keys match the pattern. */
export function record(pattern: RegExp, validator: Validator): Validator {
  return (value, walk) => {
    if (!isObject(value)) return reject(walk, "type object", value);
    for (const [key, member] of Object.entries(value)) {
      if (!pattern.test(key)) reject(walk, `keys that match ${pattern.source}`, key);
      enter(key, member, validator, walk);
    }
  };
}

/** Accepts objects whose member `tag` says which of the cases they are. */
export function tagged(tag: string, cases: Members): Validator {
  const validators = new Map<unknown, Validator>(Object.entries(cases));
  return (value, walk) => {
    if (!isObject(value)) return reject(walk, "type object", value);
    const name = value[tag];
    if (name === undefined) report(walk, `lacks ${JSON.stringify(tag)}`);
    const validator = validators.get(name);
    if (validator) validator(value, walk, tag);
    else reject(walk, `a known "${tag}"`, name);
  };
}

/** @throws ModelFileError `MODEL_FILE_INVALID` if the current value nests too deep to go on */
function limitDepth({ keys }: Walk): void {
  if (keys.length > MAX_DEPTH)
    throw rejection("MODEL_FILE_INVALID", `/${keys[0]}`, `at most ${MAX_DEPTH} levels`, "more");
}

/**
 * Accepts what the validator accepts, which may hold another of itself and so nest as deep as the
 * file.
 */
export function recursive(of: () => Validator): Validator {
  return (value, walk) => {
    limitDepth(walk);
    of()(value, walk);
  };
}

/** Accepts any value that does not nest too deep. Whoever reads it validates the rest. */
export const anything: Validator = (value, walk) => {
  limitDepth(walk);
  if (typeof value === "object" && value !== null)
    for (const [key, member] of Object.entries(value)) enter(key, member, anything, walk);
};
