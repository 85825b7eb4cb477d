// The error of explanations. Its codes are its own, because no explainer is part of the engine.

import type { InputIssue } from "../index.js";

/** The code of an `ExplainError`. */
export type ExplainErrorCode =
  /** Neither the options nor the model file have a background. */
  | "BACKGROUND_MISSING"
  /** The background has no rows, or rows that the model rejects. */
  | "BACKGROUND_INVALID"
  /** An option is none that an explainer takes. */
  | "OPTIONS_INVALID"
  /** The model rejects a mix of the record and a row of the background, but accepts both. */
  | "MIX_REJECTED";

const LINES_IN_A_MESSAGE = 10;

/** A prediction cannot be explained. `issues` lists every problem of the background. */
export class ExplainError extends Error {
  override readonly name: string = "ExplainError";
  readonly code: ExplainErrorCode;
  /** The problems of rows of the background. Empty for the other codes. */
  readonly issues: readonly InputIssue[];

  constructor(code: ExplainErrorCode, what: string, issues: readonly InputIssue[] = []) {
    const lines = issues.slice(0, LINES_IN_A_MESSAGE).map(({ message }) => `\n- ${message}`);
    const rest = issues.length - lines.length;
    super(`${what}${lines.join("")}${rest > 0 ? `\n- and ${rest} more, see issues` : ""}`);
    this.code = code;
    this.issues = issues;
  }
}
