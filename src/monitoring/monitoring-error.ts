// The error of monitoring. Its codes are its own, because no monitor is part of the engine.

/** The code of a `MonitoringError`. */
export type MonitoringErrorCode =
  /** The model file has no `reference` to compare with. */
  | "REFERENCE_MISSING"
  /** The `reference` of the model file breaks a rule of the format. */
  | "REFERENCE_INVALID"
  /** An option of a monitor is none that it takes. */
  | "OPTIONS_INVALID"
  /** A snapshot is not one that `toJSON` returned. */
  | "SNAPSHOT_INVALID"
  /** A prediction or what came true is no finite number, or sums are not those of errors. */
  | "OUTCOME_INVALID"
  /** The counts are those of another version of the model. */
  | "MODEL_MISMATCH"
  /** The monitors have different options. */
  | "OPTIONS_MISMATCH";

/** One problem of a reference, of options, of a snapshot or of an outcome. */
export interface MonitoringIssue {
  /** A JSON pointer, for example `/inputs/3/counts`. Empty for the whole. */
  readonly path: string;
  /** What was expected, and what came. */
  readonly message: string;
}

/** Collects problems. */
export type Report = (path: string, message: string) => void;

const LINES_IN_A_MESSAGE = 10;

/** A monitor cannot do what it was asked for. `issues` lists every problem. */
export class MonitoringError extends Error {
  override readonly name: string = "MonitoringError";
  readonly code: MonitoringErrorCode;
  readonly issues: readonly MonitoringIssue[];

  constructor(code: MonitoringErrorCode, what: string, issues: readonly MonitoringIssue[]) {
    const lines = issues.slice(0, LINES_IN_A_MESSAGE).map(({ path, message }) => `\n- ${`${path} ${message}`.trim()}`);
    const rest = issues.length - lines.length;
    super(`${what}:${lines.join("")}${rest > 0 ? `\n- and ${rest} more, see issues` : ""}`);
    this.code = code;
    this.issues = issues;
  }
}

/**
 * Runs checks, and throws one error with all of their problems.
 *
 * @param what cannot be done, as the beginning of the message
 */
export function requireValid(code: MonitoringErrorCode, what: string, check: (report: Report) => void): void {
  const issues: MonitoringIssue[] = [];
  check((path, message) => issues.push({ path, message }));
  if (issues.length > 0) throw new MonitoringError(code, what, issues);
}
