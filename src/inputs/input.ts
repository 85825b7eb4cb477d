// One input of a record: which values it accepts, and the cell that an accepted value becomes.

import type { Categories } from "../program/categories.js";
import type { Vocabulary } from "../program/vocabulary.js";

/** What is known of an input at load. */
export interface Input {
  readonly name: string;
  readonly kind: "number" | "string";
  /** Whether `true` and `false` stand for 1 and 0. */
  readonly boolean: boolean;
  /** Whether `null` and NaN stand for a missing value, which the pipeline imputes. */
  readonly missing: boolean;
  /** The largest magnitude of a number. */
  readonly limit: number;
  /** The only values accepted, if an encoder has `handle_unknown="error"`. */
  readonly accepted: Categories | undefined;
  /** The values that every encoder of this input knows. Undefined if no encoder reads it. */
  readonly known: Categories | undefined;
  /** Smallest and largest training value. Undefined for strings, and if the model file has none. */
  readonly range: readonly [number, number] | undefined;
}

/**
 * The result of `toCell` for a value that is not accepted. No cell of an accepted value is
 * infinite.
 */
export const REJECTED: number = Number.POSITIVE_INFINITY;

/**
 * Returns the cell of a value: a number, the code of a string, NaN if it is missing, or `REJECTED`.
 */
export function toCell(input: Input, given: unknown, vocabulary: Vocabulary): number {
  const value = toNumber(input, given);
  let cell: number;
  if (typeof value === "number" && input.kind === "number" && value <= input.limit && value >= -input.limit)
    cell = value;
  else if (typeof value === "string" && input.kind === "string") cell = vocabulary.codeOf(value);
  else return input.missing && isMissing(value) ? NaN : REJECTED;
  return input.accepted === undefined || input.accepted.has(cell) ? cell : REJECTED;
}

/** Returns 1 or 0 for a bool, if it stands for one, and any other value as it is. */
export function toNumber({ boolean }: Input, value: unknown): unknown {
  return boolean && typeof value === "boolean" ? +value : value;
}

/** Tells whether a value stands for a missing one. */
export function isMissing(value: unknown): value is null | number {
  return value === null || Number.isNaN(value);
}
