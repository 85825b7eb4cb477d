// Issues and warnings about the values of inputs. Not on the fast path: `toCell` has already
// decided.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { InputIssue, InputIssueCode } from "../errors.js";
import type { Categories } from "../program/categories.js";
import type { Vocabulary } from "../program/vocabulary.js";
import { type Input, isMissing, REJECTED, toCell, toNumber } from "./input.js";

/** A value that scikit-learn accepts, but that makes a prediction doubtful, or a tie that does. */
export interface InputWarning {
  readonly code: "OUT_OF_RANGE" | "TIED_NEIGHBORS" | "UNKNOWN_CATEGORY";
  /** Position of the record in its batch, from 0. It is 0 for a single record. */
  readonly row: number;
  /** Name of the input. */
  readonly input: string;
  readonly expected: string;
  /** What came. May quote the input. */
  readonly received: string;
  readonly message: string;
}

/**
 * Finds the problem of a value.
 *
 * @param prefix of the message. It names the row, and is empty for a single record
 * @returns undefined if the value is accepted
 */
export function findProblem(
  input: Input,
  value: unknown,
  prefix: string,
  row: number,
  vocabulary: Vocabulary,
): InputIssue | undefined {
  if (toCell(input, value, vocabulary) !== REJECTED) return undefined;
  const code = classify(input, toNumber(input, value));
  return describeRejection(code, prefix, row, input.name, expectation(input), describeValue(value));
}

/**
 * Describes a problem or a warning.
 *
 * @param input undefined if the problem is about the record or the batch as a whole
 */
export function describeRejection<C extends string = InputIssueCode>(
  code: C,
  prefix: string,
  row: number,
  input: string | undefined,
  expected: string,
  received: string,
): Omit<InputIssue, "code"> & { readonly code: C } {
  const subject = input === undefined ? "" : `${JSON.stringify(input)} `;
  const message = `${prefix}${subject}${describeMismatch(expected, received)}`;
  return { code, row, ...(input !== undefined && { input }), expected, received, message };
}

/** Finds the warning about an accepted value. Returns undefined if there is none. */
export function findWarning(
  input: Input,
  value: unknown,
  row: number,
  vocabulary: Vocabulary,
): InputWarning | undefined {
  const { name, known, range } = input;
  const cell = toCell(input, value, vocabulary);
  if (Number.isNaN(cell)) return undefined;
  if (known && !known.has(cell)) return describeWarning("UNKNOWN_CATEGORY", row, name, list(known), value);
  if (range && (cell < range[0] || cell > range[1]))
    return describeWarning(
      "OUT_OF_RANGE",
      row,
      name,
      `a number from ${range[0]} to ${range[1]}, as in training`,
      value,
    );
  return undefined;
}

/** Describes a warning about the value of an input. */
export function describeWarning(
  code: InputWarning["code"],
  row: number,
  input: string,
  expected: string,
  value: unknown,
): InputWarning {
  return { ...describeRejection(code, "", row, input, expected, describeValue(value)), input };
}

function classify({ kind, accepted }: Input, value: unknown): InputIssueCode {
  if (value === undefined) return "MISSING_INPUT";
  if (isMissing(value)) return "MISSING_VALUE";
  if (typeof value !== kind) return "WRONG_TYPE";
  return accepted && (kind === "string" || Number.isFinite(value)) ? "UNKNOWN_CATEGORY" : "NOT_FINITE";
}

function expectation({ kind, boolean, missing, limit, accepted }: Input): string {
  let expected = `a ${kind}`;
  if (accepted) expected = list(accepted);
  else if (kind === "number")
    expected = limit < Number.MAX_VALUE ? `a number from ${-limit} to ${limit}` : "a finite number";
  if (boolean) expected += ", true or false";
  return missing ? `${expected}, or null` : expected;
}

const CATEGORIES_IN_A_MESSAGE = 40;

function list(categories: Categories): string {
  const values = [...categories.values()];
  const shown = values.slice(0, CATEGORIES_IN_A_MESSAGE).map((value) => JSON.stringify(value));
  const rest = values.length - shown.length;
  return `one of ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
