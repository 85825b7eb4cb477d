// Values of the options that name models: files with or without names, and weights.

import { InvalidArgumentError } from "commander";
import { text } from "../values.js";

/** The values of an option by name. */
export type Named<T> = Readonly<Record<string, T>>;

/** The only model file, or several by the names of their variants. */
export type ModelFiles = string | Named<string>;

/** A name with a value: `champion=a.json`. A path with a slash before its `=` has no name. */
const PAIR = /^([a-z][\w-]*)=(.*)$/is;
/** The commas between such pairs. A path may have commas as well. */
const BETWEEN_PAIRS = /,\s*(?=[a-z][\w-]*=)/i;

/** Parses a file, or files with names. Can be repeated with names. */
export function modelFiles(given: string, previous?: ModelFiles): ModelFiles {
  const isNamed = PAIR.test(given);
  if (!isNamed && typeof previous !== "object") return text(given);
  if (!isNamed || typeof previous === "string")
    throw new InvalidArgumentError("Expected a name for each of several models, as in champion=model.json.");
  return namedFiles(given, previous);
}

/** Parses files with names. Can be repeated. */
export function namedFiles(given: string, previous: Named<string> = {}): Named<string> {
  return addPairs(given, previous, text);
}

/** Parses weights with names: `champion=90,challenger=10`. Can be repeated. */
export function weights(given: string, previous: Named<number> = {}): Named<number> {
  // The service refuses what is no weight, together with all other problems.
  return addPairs(given, previous, (weight) => (weight.trim() === "" ? Number.NaN : Number(weight)));
}

function addPairs<T>(given: string, previous: Named<T>, read: (value: string) => T): Named<T> {
  const pairs = new Map(Object.entries(previous));
  for (const pair of given.split(BETWEEN_PAIRS)) {
    const [, name, value] = PAIR.exec(pair.trim()) ?? [];
    if (name === undefined) throw new InvalidArgumentError("Expected a name before each value, as in champion=….");
    if (pairs.has(name)) throw new InvalidArgumentError(`Expected each name once, got ${name} twice.`);
    pairs.set(name, read(value!));
  }
  return Object.fromEntries(pairs);
}
