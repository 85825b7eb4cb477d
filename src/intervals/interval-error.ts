// The error of prediction intervals. Its codes are its own, because they are no part of the engine.

/** The code of an `IntervalError`. */
export type IntervalErrorCode =
  /** The model file has no `intervals`. */
  | "INTERVALS_MISSING"
  /** The `intervals` of the model file break a rule of the format. */
  | "INTERVALS_INVALID"
  /** The coverage is no number above 0 and below 1. */
  | "COVERAGE_INVALID";

/** One problem of the intervals of a model file, or of a coverage. */
export interface IntervalIssue {
  /** A JSON pointer, for example `/intervals/groups/0/scores/0/3`. */
  readonly path: string;
  /** What was expected, and what came. */
  readonly message: string;
}

/**
 * Collects problems.
 *
 * @param received what came. Without it, `expected` is the whole message
 */
export type Report = (path: string, expected: string, received?: unknown) => void;

const LINES_IN_A_MESSAGE = 10;

/** There is no prediction interval. `issues` lists every problem. */
export class IntervalError extends Error {
  override readonly name: string = "IntervalError";
  readonly code: IntervalErrorCode;
  readonly issues: readonly IntervalIssue[];

  constructor(code: IntervalErrorCode, what: string, issues: readonly IntervalIssue[]) {
    const lines = issues.slice(0, LINES_IN_A_MESSAGE).map(({ path, message }) => `\n- ${path} ${message}`);
    const rest = issues.length - lines.length;
    super(`${what}:${lines.join("")}${rest > 0 ? `\n- and ${rest} more, see issues` : ""}`);
    this.code = code;
    this.issues = issues;
  }
}
