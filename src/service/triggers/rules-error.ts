// The error of rules that cannot be used, with all their problems.

/** A problem of a file of rules. */
export interface RulesIssue {
  /** The line of the file, from 1. */
  readonly line: number;
  /** A JSON pointer: `/triggers/0/when`. */
  readonly path: string;
  readonly message: string;
}

/** A file of rules cannot be used. */
export class TriggerRulesError extends Error {
  override readonly name: string = "TriggerRulesError";
  readonly code = "TRIGGER_RULES_INVALID";
  /** All problems, by line. */
  readonly issues: readonly RulesIssue[];

  constructor(file: string, issues: readonly RulesIssue[]) {
    const lines = issues.map(
      ({ line, path, message }) => `${file}:${line}: ${path === "" ? "" : `${path}: `}${message}`,
    );
    super(`The triggers cannot be used:\n${lines.join("\n")}`);
    this.issues = issues;
  }
}
