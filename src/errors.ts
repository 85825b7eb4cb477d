// The errors of the library. Match `code`, which is stable. Two copies of the library do not share
// the classes.

/** The code of an error. */
export type ErrorCode =
  /** The text of the model file is not JSON. */
  | "MODEL_FILE_SYNTAX"
  /** The file has another format, or a version that this release does not read. */
  | "MODEL_FILE_VERSION"
  /** The model file breaks a rule of the format. */
  | "MODEL_FILE_INVALID"
  /** The verification rows of the model file do not come out as Python predicted them. */
  | "MODEL_FILE_UNVERIFIED"
  /** The model file predicts other targets than the caller expects. */
  | "MODEL_FILE_TARGETS"
  /** One or more records cannot be predicted. */
  | "INPUT_INVALID";

/** The base class of the errors of the library. */
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
  /** A JSON pointer, for example `/regressor/dual_coef/3`. Empty for the file as a whole. */
  readonly path: string;
  /** What was expected, and what came. */
  readonly message: string;
}

/** Loading a model file stops at so many problems. */
export const MAX_ISSUES = 100;

/**
 * A model file cannot be loaded. `issues` lists every problem found. There are at most 100: loading
 * stops there.
 */
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

/** The code of a problem of a value, a record or a batch. */
export type InputIssueCode =
  /**
   * The batch is neither an array nor a matrix of the right shape, or its columns differ in length.
   */
  | "NOT_A_BATCH"
  /** The record is not an object. */
  | "NOT_A_RECORD"
  /** The record has no such key. This is a problem even if missing values are imputed. */
  | "MISSING_INPUT"
  /** The value is `null` or `NaN`, and the pipeline does not impute this input. */
  | "MISSING_VALUE"
  /** The value has another type. Nothing is coerced. */
  | "WRONG_TYPE"
  /** The value, or several together, are infinite or make a step infinite or undefined. */
  | "NOT_FINITE"
  /**
   * An encoder with `handle_unknown="error"` does not know the value, or what a step made of it.
   */
  | "UNKNOWN_CATEGORY";

/** One problem of one record. */
export interface InputIssue {
  readonly code: InputIssueCode;
  /** Position of the record in its batch, from 0. It is 0 for a single record. */
  readonly row: number;
  /** Name of the input. Absent if the problem is about several inputs, the record or the batch. */
  readonly input?: string;
  readonly expected: string;
  /** What came, shortened. May quote the value. */
  readonly received: string;
  readonly message: string;
}

/**
 * Records cannot be predicted. `issues` lists every problem of every record. None was predicted.
 */
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

/** Lists the problems up to a limit: a million bad rows must not make a message of 100 MB. */
function summary(what: string, problems: readonly string[]): string {
  if (problems.length === 1) return `${what}: ${problems[0]}`;
  const lines = problems.slice(0, LINES_IN_A_MESSAGE).map((problem) => `\n- ${problem}`);
  const rest = problems.length - lines.length;
  return `${what}, ${problems.length} problems:${lines.join("")}${rest > 0 ? `\n- and ${rest} more, see issues` : ""}`;
}
