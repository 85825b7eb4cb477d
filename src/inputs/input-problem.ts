// The words for a value that an input does not accept, or accepts with a warning. Slow path: `toCell` has already decided.

import type { InputIssue, InputIssueCode } from "../errors.js";
import type { Categories } from "../program/categories.js";
import type { Vocabulary } from "../program/vocabulary.js";
import { type Input, isMissing, REJECTED, toCell } from "./input.js";

/** Something about a record that scikit-learn lets pass, but that makes its prediction doubtful. */
export interface InputWarning {
  readonly code: "OUT_OF_RANGE" | "UNKNOWN_CATEGORY";
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
 * The problem with a value, or undefined if it is accepted.
 *
 * @param place of the row, in words, for the message; empty for a single record
 */
export function findProblem(
  input: Input,
  value: unknown,
  place: string,
  row: number,
  vocabulary: Vocabulary,
): InputIssue | undefined {
  if (toCell(input, value, vocabulary) !== REJECTED) return undefined;
  return describeRejection(classify(input, value), place, row, input.name, expectation(input), describeReceived(value));
}

/** An issue, worded. `input` is undefined where the record or the batch as a whole is meant. */
export function describeRejection(
  code: InputIssueCode,
  place: string,
  row: number,
  input: string | undefined,
  expected: string,
  received: string,
): InputIssue {
  const subject = input === undefined ? "" : `${JSON.stringify(input)} `;
  const message = `${place}${subject}expected ${expected}, got ${received}`;
  return { code, row, ...(input !== undefined && { input }), expected, received, message };
}

/** The warning about an accepted value, if there is one. */
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

function describeWarning(
  code: InputWarning["code"],
  row: number,
  input: string,
  expected: string,
  value: unknown,
): InputWarning {
  const received = describeReceived(value);
  return {
    code,
    row,
    input,
    expected,
    received,
    message: `${JSON.stringify(input)} expected ${expected}, got ${received}`,
  };
}

function classify({ kind, accepted }: Input, value: unknown): InputIssueCode {
  if (value === undefined) return "MISSING_INPUT";
  if (isMissing(value)) return "MISSING_VALUE";
  if (typeof value !== kind) return "WRONG_TYPE";
  return accepted && (kind === "string" || Number.isFinite(value)) ? "UNKNOWN_CATEGORY" : "NOT_FINITE";
}

function expectation({ kind, missing, limit, accepted }: Input): string {
  let expected = `a ${kind}`;
  if (accepted) expected = list(accepted);
  else if (kind === "number")
    expected = limit < Number.MAX_VALUE ? `a number from ${-limit} to ${limit}` : "a finite number";
  return missing ? `${expected}, or null` : expected;
}

const CATEGORIES_IN_A_MESSAGE = 40;

function list(categories: Categories): string {
  const values = [...categories.values()];
  const shown = values.slice(0, CATEGORIES_IN_A_MESSAGE).map((value) => JSON.stringify(value));
  const rest = values.length - shown.length;
  return `one of ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const CHARACTERS_IN_A_MESSAGE = 40;

/** A value in a few words. */
export function describeReceived(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return JSON.stringify(
      value.length > CHARACTERS_IN_A_MESSAGE ? `${value.slice(0, CHARACTERS_IN_A_MESSAGE)}…` : value,
    );
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "an array";
  if (ArrayBuffer.isView(value) && "length" in value) return `a list of ${value.length}`;
  return `a value of type ${typeof value}`;
}
