// What the schema of a model file is made of once the build has turned it into code: a function for each kind of schema that it uses. A compiled
// validator of ajv's took a third of the whole bundle, this takes a tenth, schema included. ajv stands beside it in the tests.

import { ModelFileError, type ModelFileIssue } from "../errors.js";

/** Keys on the way to a step or a regressor: far more than these need, far less than what exhausts the stack. */
const MAX_DEPTH = 100;

/** A way through a value: the keys that lead to where it has come to, and what it found. */
export interface Walk {
  readonly keys: (string | number)[];
  readonly issues: ModelFileIssue[];
}

/** Looks at a value and at all that it holds. */
export interface Validator {
  /** @param tag the key that said which of several schemas this is; it is not looked at again */
  (value: unknown, walk: Walk, tag?: string): void;
  /** Of values that hold no others: whether it finds nothing. */
  readonly accepts?: (value: unknown) => boolean;
}

/** Checks of an object's members, by key. */
type Members = Readonly<Record<string, Validator>>;

function report({ keys, issues }: Walk, message: string): void {
  const path = keys.map((key) => `/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
  issues.push({ path, message });
}

function enter(key: string | number, value: unknown, validator: Validator, walk: Walk): void {
  walk.keys.push(key);
  validator(value, walk);
  walk.keys.pop();
}

/** Values that pass the test, and the check `also`. */
function expecting(expected: string, test: (value: unknown) => boolean, also?: Validator): Validator {
  const check: Validator = (value, walk) => {
    also?.(value, walk);
    if (!test(value)) report(walk, `expected ${expected}`);
  };
  return Object.assign(check, { accepts: also ? (value: unknown) => also.accepts!(value) && test(value) : test });
}

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

/** A value of one of these types. */
export function type(...names: readonly string[]): Validator {
  const tests = names.map((name) => TYPES[name]!);
  const [only, other] = tests;
  return expecting(`type ${names.join(" or ")}`, other ? (value) => tests.some((test) => test(value)) : only!);
}

/** The same; if it is a number, one from `least` on. */
export function atLeast(least: number, validator: Validator): Validator {
  return expecting(`a number >= ${least}`, (value) => typeof value !== "number" || value >= least, validator);
}

/** The same; if it is a number, one beyond `limit`. */
export function above(limit: number, validator: Validator): Validator {
  return expecting(`a number > ${limit}`, (value) => typeof value !== "number" || value > limit, validator);
}

/** This value and no other. */
export function constant(expected: unknown): Validator {
  return expecting(JSON.stringify(expected), (value) => value === expected);
}

/** One of these values. */
export function oneOf(...options: readonly unknown[]): Validator {
  return expecting(`one of ${JSON.stringify(options)}`, (value) => options.includes(value));
}

/** An array of such items. */
export function list(item: Validator, least: number = 0, most: number = Infinity): Validator {
  return (value, walk) => {
    if (!Array.isArray(value)) return report(walk, "expected type array");
    if (value.length < least) report(walk, `expected at least ${least} items`);
    if (value.length > most) report(walk, `expected at most ${most} items`);
    // Nearly all of a file are lists of numbers and of positions: these are looked at in one go.
    if (item.accepts && value.every(item.accepts)) return;
    value.forEach((member, i) => {
      enter(i, member, item, walk);
    });
  };
}

/** An object of these members and no others. */
export function object(required: Members, optional: Members = {}): Validator {
  const members = new Map(Object.entries({ ...required, ...optional }));
  return (value, walk, tag) => {
    if (!isObject(value)) return report(walk, "expected type object");
    for (const key in required) if (value[key] === undefined) report(walk, `lacks ${JSON.stringify(key)}`);
    for (const [key, member] of Object.entries(value)) {
      const check = members.get(key);
      if (check) enter(key, member, check, walk);
      else if (key !== tag) report(walk, `holds ${JSON.stringify(key)}, which is not part of the format`);
    }
  };
}

/** An object of such members, whose keys are of this form. */
export function record(form: RegExp, validator: Validator): Validator {
  return (value, walk) => {
    if (!isObject(value)) return report(walk, "expected type object");
    for (const [key, member] of Object.entries(value)) {
      if (!form.test(key)) report(walk, `holds ${JSON.stringify(key)}, which is no name of the form ${form.source}`);
      enter(key, member, validator, walk);
    }
  };
}

/** An object whose member `tag` says which of the cases it is. */
export function tagged(tag: string, cases: Members): Validator {
  const checks = new Map<unknown, Validator>(Object.entries(cases));
  return (value, walk) => {
    if (!isObject(value)) return report(walk, "expected type object");
    const name = value[tag];
    if (name === undefined) report(walk, `lacks ${JSON.stringify(tag)}`);
    const check = checks.get(name);
    if (check) check(value, walk, tag);
    else
      report(walk, `expected a known "${tag}", got ${typeof name === "string" ? JSON.stringify(name) : typeof name}`);
  };
}

/** What may hold another of itself, and so goes as deep as the file. */
export function recursive(of: () => Validator): Validator {
  return (value, walk) => {
    if (walk.keys.length > MAX_DEPTH)
      throw new ModelFileError("MODEL_FILE_INVALID", [
        { path: `/${walk.keys[0]}`, message: `nests deeper than ${MAX_DEPTH} levels` },
      ]);
    of()(value, walk);
  };
}
