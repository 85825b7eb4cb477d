// The validation of a value against the schema of a model file.

import type { ModelFileIssue } from "../errors.js";
import { model } from "./schema.generated.js";

/**
 * Validates a value.
 *
 * @returns every problem, each with the JSON pointer to where it is
 * @throws ModelFileError `MODEL_FILE_INVALID` if the value nests too deep to go on
 */
export function validate(value: unknown): ModelFileIssue[] {
  const issues: ModelFileIssue[] = [];
  model(value, { keys: [], issues });
  return issues;
}
