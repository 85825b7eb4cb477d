// The reason why a model file was refused: a sentence for clients, and details for the log. Neither
// quotes rows of training data.

import { ModelFileError, type ModelFileIssue } from "../../index.js";

/** The reason why a model file was refused. */
export interface LoadFailure {
  /** The code of the `ModelFileError`, or of the file system: `ENOENT`. */
  readonly code: string;
  /** A sentence for clients. It names neither the file nor its contents. */
  readonly reason: string;
  /** The first problems of the file, for the log. */
  readonly issues: readonly ModelFileIssue[];
}

const MAX_ISSUES = 20;

/** Describes an error of `loadModel` or `readFile`. */
export function describeFailure(error: unknown): LoadFailure {
  if (error instanceof ModelFileError) {
    const issues = error.issues.slice(0, MAX_ISSUES).map(withoutTrainingData);
    return { code: error.code, reason: `the model file is refused (${error.code})`, issues };
  }
  const { code = "UNKNOWN" } = error as NodeJS.ErrnoException;
  return { code, reason: `the model file cannot be read (${code})`, issues: [] };
}

/** Messages about verification inputs quote values, which are rows of training data. */
function withoutTrainingData({ path, message }: ModelFileIssue): ModelFileIssue {
  return { path, message: path.startsWith("/verification/inputs/") ? "is not accepted by the model" : message };
}
