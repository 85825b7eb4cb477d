// Values of options: text of the command line or of the environment, parsed.

import { InvalidArgumentError } from "commander";
import { isDelimiter } from "../tables/csv-dialect.js";

type Read<T> = (text: string) => T;

/** Parses a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): Read<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** A number of rows, or a percentage of all rows. */
export interface Share {
  readonly value: number;
  readonly unit: "rows" | "percent";
}

/** Parses a number of rows or a percentage: `10`, `2.5%`. */
export const share: Read<Share> = (given) => {
  const value = Number.parseFloat(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(value)) return { value, unit: "rows" };
  if (/^\d+(\.\d+)?%$/.test(given) && value <= 100) return { value, unit: "percent" };
  throw new InvalidArgumentError("Expected a whole number of rows, or a percentage such as 2.5%.");
};

/** Timers of Node take at most 2³¹ − 1 milliseconds. No timeout of a service is that long. */
const MOST_SECONDS = 1_000_000;

/** Parses seconds, which may have a fraction. Returns milliseconds. */
export const seconds: Read<number> = (text) => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= MOST_SECONDS) return Math.ceil(value * 1000);
  throw new InvalidArgumentError(`Expected a number of seconds above 0, at most ${MOST_SECONDS}.`);
};

/** Parses a probability above 0 and below 1. */
export const probability: Read<number> = (text) => {
  const value = Number(text);
  if (/^0?\.\d+$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError("Expected a number above 0 and below 1, such as 0.05.");
};

/** Parses text that is not empty. */
export const text: Read<string> = (given) => {
  if (given !== "") return given;
  throw new InvalidArgumentError("Expected text, got nothing.");
};

/** A character between fields, or the word `tab`. */
export const delimiter: Read<string> = (given) => {
  const character = given === "tab" ? "\t" : given;
  if (isDelimiter(character)) return character;
  throw new InvalidArgumentError('Expected a punctuation character such as ";", or tab.');
};

/** Parses a URL of one of these protocols. */
export function url(...protocols: readonly string[]): Read<string> {
  return (given) => {
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
    throw new InvalidArgumentError(`Expected an address that begins with ${protocols.join("// or ")}//.`);
  };
}

/** Parses the origin of a page: a URL with nothing behind its host, and no wildcard. */
export const origin: Read<string> = (given) => {
  const { protocol, href, origin } = URL.canParse(given) ? new URL(given) : ({} as Partial<URL>);
  if (origin !== undefined && /^https?:$/.test(protocol!) && href === `${origin}/` && !origin.includes("*"))
    return origin;
  throw new InvalidArgumentError("Expected an origin, such as https://app.example.org.");
};

/**
 * Parses a value of an option that can be repeated. A value can hold several with commas between
 * them, because the environment has one variable for all.
 */
export function list(read: Read<string>): (given: string, previous?: readonly string[]) => readonly string[] {
  return (given, previous = []) => [...previous, ...given.split(",").map((item) => read(item.trim()))];
}

/** Parses a switch. In the environment, `false` turns it off. */
export const trueOrFalse: Read<boolean> = (given) => {
  if (given === "true" || given === "false") return given === "true";
  throw new InvalidArgumentError("Expected true or false.");
};
