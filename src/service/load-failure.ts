// Why a model file was refused: in a sentence for everybody, in detail for the log. Neither quotes rows of training data.

import { ModelFileError, type ModelFileIssue } from "../errors.js";

/** Why a model file was refused. */
export interface LoadFailure {
  /** Of the `ModelFileError`, or of the file system: `ENOENT`. */
  readonly code: string;
  /** For everybody: names neither the file nor what is in it. */
  readonly reason: string;
  /** For the log: the first problems of the file. */
  readonly issues: readonly ModelFileIssue[];
}

const ISSUES_IN_THE_LOG = 20;

/** What is told of an error of `loadModel` or `readFile`. */
export function describeFailure(error: unknown): LoadFailure {
  if (error instanceof ModelFileError) {
    const issues = error.issues.slice(0, ISSUES_IN_THE_LOG).map(withoutTrainingData);
    return { code: error.code, reason: `the model file is refused (${error.code})`, issues };
  }
  const { code = "UNKNOWN" } = error as NodeJS.ErrnoException;
  return { code, reason: `the model file cannot be read (${code})`, issues: [] };
}

/** Messages about verification inputs quote them, and they are rows of training data. */
function withoutTrainingData({ path, message }: ModelFileIssue): ModelFileIssue {
  return { path, message: path.startsWith("/verification/inputs/") ? "is not accepted by the model" : message };
}
