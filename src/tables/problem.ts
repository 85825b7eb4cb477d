// The problem of a row: what was expected and what kind of value came, but never the value. Rows
// are personal data, and messages about them end up in logs.

import type { InputIssue } from "../index.js";

const CAME: Readonly<Record<InputIssue["code"], string>> = {
  NOT_A_BATCH: "something else",
  NOT_A_RECORD: "something else",
  MISSING_INPUT: "nothing",
  MISSING_VALUE: "a missing value",
  WRONG_TYPE: "a value of another type",
  NOT_FINITE: "a number out of bounds",
  UNKNOWN_CATEGORY: "another",
};

/** One problem of a row. */
export interface Problem {
  /** Position of the row, from 0. */
  readonly row: number;
  /** Name of the input. Absent where several inputs, or the row as a whole, are meant. */
  readonly column?: string;
  readonly reason: string;
}

/** Returns the problem without the value. */
export function toProblem({ row, input, code, expected, received }: InputIssue): Problem {
  const came = code === "WRONG_TYPE" && received.startsWith('"') ? describeText(received) : CAME[code];
  return { row, ...(input !== undefined && { column: input }), reason: `expected ${expected}, got ${came}` };
}

/** @param quoted text in quotes */
function describeText(quoted: string): string {
  return /^"[+-]?\d*,\d+"$/.test(quoted) ? "a number with a comma" : "text";
}

const PROBLEMS_IN_A_LINE = 3;

/** Joins the problems of a row in a line. The caller names the row. */
export function describeProblems(problems: readonly Problem[]): string {
  const shown = problems
    .slice(0, PROBLEMS_IN_A_LINE)
    .map(({ column, reason }) => (column === undefined ? reason : `${JSON.stringify(column)} ${reason}`));
  const rest = problems.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}
