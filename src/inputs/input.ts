// One input of a record: what it accepts, and the cell that an accepted value becomes.

import type { Categories } from "../program/categories.js";
import type { Vocabulary } from "../program/vocabulary.js";

/** What an input accepts. All of it is known at load. */
export interface Input {
  readonly name: string;
  readonly kind: "number" | "string";
  /** Whether `null` and NaN stand for a value that the pipeline imputes. */
  readonly missing: boolean;
  /** The largest magnitude of a number. */
  readonly limit: number;
  /** The only values accepted, where an encoder has `handle_unknown="error"`. */
  readonly accepted: Categories | undefined;
  /** The values that every encoder of this input knows; undefined where none reads it. */
  readonly known: Categories | undefined;
  /** Smallest and largest training value; undefined for strings and where the model file has none. */
  readonly range: readonly [number, number] | undefined;
}

/** What `toCell` gives for a value that is not accepted. No cell of an accepted value is infinite. */
export const REJECTED: number = Number.POSITIVE_INFINITY;

/** The cell of a value: the number, the code of the string, NaN for a missing value, or REJECTED. */
export function toCell(input: Input, value: unknown, vocabulary: Vocabulary): number {
  let cell: number;
  if (typeof value === "number" && input.kind === "number" && value <= input.limit && value >= -input.limit)
    cell = value;
  else if (typeof value === "string" && input.kind === "string") cell = vocabulary.codeOf(value);
  else return input.missing && isMissing(value) ? NaN : REJECTED;
  return input.accepted === undefined || input.accepted.has(cell) ? cell : REJECTED;
}

/** Whether a value says that there is none. */
export function isMissing(value: unknown): value is null | number {
  return value === null || Number.isNaN(value);
}
