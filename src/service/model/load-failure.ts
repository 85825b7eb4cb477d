// The reason why a model file was refused: a sentence for clients, and details for the log. Neither
// quotes rows of training data.

import { ExplainError } from "../../explain/index.js";
import { ModelFileError, type ModelFileIssue } from "../../index.js";
import { IntervalError } from "../../intervals/index.js";

/** The reason why a model file was refused. */
export interface LoadFailure {
  /**
   * The code of the `ModelFileError`, of the `ExplainError`, of the `IntervalError` or of the file
   * system (`ENOENT`). `MODEL_FILE_MEMORY` or `MODEL_FILE_TIME` for a file that exceeds a limit of
   * its trial. `MODEL_FILE_EXPLANATION` for a model whose explanations take too long, and
   * `MODEL_FILE_QUANTITY` for one that predicts something else than the others in service.
   * `EXPLAINER_MISSING` for a loaded model of a service that explains.
   */
  readonly code: string;
  /** A sentence for clients. It names neither the file nor its contents. */
  readonly reason: string;
  /** The first problems of the file, for the log. */
  readonly issues: readonly ModelFileIssue[];
}

/** A model does not pass its trial, or does not fit the others in service. */
export class RefusedModelError extends Error {
  readonly failure: LoadFailure;

  constructor(failure: LoadFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const MAX_ISSUES = 20;

/** Describes why a model file was refused: any error of its loading. */
export function describeFailure(error: unknown): LoadFailure {
  if (error instanceof RefusedModelError) return error.failure;
  if (error instanceof ModelFileError || error instanceof IntervalError) {
    return refuse(error.code, error.issues.slice(0, MAX_ISSUES).map(withoutTrainingData));
  }
  // Messages about its rows quote values, which are rows of training data.
  if (error instanceof ExplainError) {
    const message = error.issues.length > 0 ? "holds rows that the model does not accept" : error.message;
    return refuse(error.code, [{ path: "/background", message }]);
  }
  const { code = "UNKNOWN" } = error as NodeJS.ErrnoException;
  return { code, reason: `the model file cannot be read (${code})`, issues: [] };
}

/**
 * Describes a file that exceeds a limit.
 *
 * @param message what was expected, what came, and what to do
 */
export function exceedLimit(
  code: "MODEL_FILE_MEMORY" | "MODEL_FILE_TIME" | "MODEL_FILE_EXPLANATION",
  message: string,
): LoadFailure {
  return refuse(code, [{ path: "", message }]);
}

/**
 * Describes a model that predicts something else than the others in service.
 *
 * @param other name of another variant
 */
export function otherQuantity(other: string, expected: string, received: string): LoadFailure {
  const message = `expected to predict ${expected}, as ${other} does, got ${received}: serve it on its own`;
  return refuse("MODEL_FILE_QUANTITY", [{ path: "", message }]);
}

/** Describes a loaded model of a service that explains. */
export function withoutExplainer(): LoadFailure {
  const message = "expected the path of a model file, or an Explainer of loadExplainer, got a model";
  return refuse("EXPLAINER_MISSING", [{ path: "", message }]);
}

function refuse(code: string, issues: readonly ModelFileIssue[]): LoadFailure {
  return { code, reason: `the model file is refused (${code})`, issues };
}

/** Messages about verification inputs quote values, which are rows of training data. */
function withoutTrainingData({ path, message }: ModelFileIssue): ModelFileIssue {
  return { path, message: path.includes("/verification/inputs/") ? "is not accepted by the model" : message };
}
