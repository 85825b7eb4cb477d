// What options may be: text on the command line or in the environment, read into what the commands take.

import { InvalidArgumentError } from "commander";
import { isDelimiter } from "../tables/csv-dialect.js";

type Read<T> = (text: string) => T;

/** A whole number between these, both included. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): Read<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** Some of the rows: a number of them, or a percentage. */
export interface Share {
  readonly value: number;
  readonly unit: "rows" | "percent";
}

/** A whole number of rows, or a percentage of them: `10`, `2.5%`. */
export const share: Read<Share> = (given) => {
  const value = Number.parseFloat(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(value)) return { value, unit: "rows" };
  if (/^\d+(\.\d+)?%$/.test(given) && value <= 100) return { value, unit: "percent" };
  throw new InvalidArgumentError("Expected a whole number of rows, or a percentage such as 2.5%.");
};

/** Timers of Node take no more than 2³¹ − 1 milliseconds. No wait of a service is that long. */
const MOST_SECONDS = 1_000_000;

/** Seconds, with a fraction if need be. @returns milliseconds */
export const seconds: Read<number> = (text) => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= MOST_SECONDS) return Math.ceil(value * 1000);
  throw new InvalidArgumentError(`Expected a number of seconds above 0, at most ${MOST_SECONDS}.`);
};

/** Text that is there. */
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

/** An address that begins as one of these. */
export function url(...protocols: readonly string[]): Read<string> {
  return (given) => {
    if (URL.canParse(given) && protocols.includes(new URL(given).protocol)) return given;
    throw new InvalidArgumentError(`Expected an address that begins with ${protocols.join("// or ")}//.`);
  };
}

/** Where pages come from: an address without anything behind its host. */
export const origin: Read<string> = (given) => {
  const { protocol, href, origin } = URL.canParse(given) ? new URL(given) : ({} as Partial<URL>);
  if (origin !== undefined && /^https?:$/.test(protocol!) && href === `${origin}/`) return origin;
  throw new InvalidArgumentError("Expected an origin, such as https://app.example.org.");
};

/** One of several, or several at once with commas between them: the environment has one variable for all. */
export function list(read: Read<string>): (given: string, previous?: readonly string[]) => readonly string[] {
  return (given, previous = []) => [...previous, ...given.split(",").map((item) => read(item.trim()))];
}

/** A switch: in the environment, too, where being there is not the same as being on. */
export const trueOrFalse: Read<boolean> = (given) => {
  if (given === "true" || given === "false") return given === "true";
  throw new InvalidArgumentError("Expected true or false.");
};
