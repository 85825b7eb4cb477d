// The errors of the library. Callers match `code`, which is stable, not the class, which two copies of the library do not share.

/** What went wrong, as a whole. */
export type ErrorCode =
  /** The model file's text is not JSON. */
  | "MODEL_FILE_SYNTAX"
  /** The model file is of another format, or of a version that this release does not read. */
  | "MODEL_FILE_VERSION"
  /** The model file does not hold what a model file must hold. */
  | "MODEL_FILE_INVALID"
  /** The model file's own verification rows do not come out as Python predicted them. */
  | "MODEL_FILE_UNVERIFIED"
  /** The model file predicts other targets than the caller expects. */
  | "MODEL_FILE_TARGETS"
  /** A record, or several of a batch, cannot be predicted. */
  | "INPUT_INVALID";

/** Base class of every error that the library throws on purpose. */
export class SupportVectorError extends Error {
  override readonly name: string = "SupportVectorError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** One problem of a model file. */
export interface ModelFileIssue {
  /** Where, as a JSON pointer: `/regressor/dual_coef/3`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected, and what came where that is short. */
  readonly message: string;
}

/** A model file that cannot be loaded. `issues` lists every problem found. */
export class ModelFileError extends SupportVectorError {
  override readonly name: string = "ModelFileError";
  readonly issues: readonly ModelFileIssue[];

  constructor(code: Exclude<ErrorCode, "INPUT_INVALID">, issues: readonly ModelFileIssue[]) {
    super(
      code,
      summary(
        "The model file cannot be loaded",
        issues.map(({ path, message }) => `${path} ${message}`.trimStart()),
      ),
    );
    this.issues = issues;
  }
}

/** What is wrong with one value of a record, or with a record or batch as a whole. */
export type InputIssueCode =
  /** The batch is neither an array nor a matrix of the right shape. */
  | "NOT_A_BATCH"
  /** The record is not an object. */
  | "NOT_A_RECORD"
  /** The record lacks the key, which is an error even where missing values are imputed. */
  | "MISSING_INPUT"
  /** The value is `null` or `NaN`, and the pipeline does not impute this input. */
  | "MISSING_VALUE"
  /** The value is of another type; nothing is coerced. */
  | "WRONG_TYPE"
  /** The value is infinite, or a step of the pipeline makes it so, or is not defined for it; or the values together are. */
  | "NOT_FINITE"
  /** An encoder that reads the value, or what a step made of it, has `handle_unknown="error"` and does not know it. */
  | "UNKNOWN_CATEGORY";

/** One problem of one record. */
export interface InputIssue {
  readonly code: InputIssueCode;
  /** Position of the record in its batch, from 0; 0 for a single record. */
  readonly row: number;
  /** Name of the input; absent where several, the record or the batch as a whole are meant. */
  readonly input?: string;
  readonly expected: string;
  /** What came, shortened. May quote the input. */
  readonly received: string;
  readonly message: string;
}

/** Records that cannot be predicted. `issues` lists every problem of every record; none was predicted. */
export class InputError extends SupportVectorError {
  override readonly name: string = "InputError";
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(
      "INPUT_INVALID",
      summary(
        "The input cannot be predicted",
        issues.map(({ message }) => message),
      ),
    );
    this.issues = issues;
  }
}

const LINES_IN_A_MESSAGE = 10;

/** One line for one problem, a list for several: a million bad rows must not make a message of 100 MB. */
function summary(what: string, problems: readonly string[]): string {
  if (problems.length === 1) return `${what}: ${problems[0]}`;
  const lines = problems.slice(0, LINES_IN_A_MESSAGE).map((problem) => `\n- ${problem}`);
  const rest = problems.length - lines.length;
  return `${what}, ${problems.length} problems:${lines.join("")}${rest > 0 ? `\n- and ${rest} more, see issues` : ""}`;
}
