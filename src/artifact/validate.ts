// Holds a value against the schema of a model file.

import type { ArtifactIssue } from "../errors.js";
import { model } from "./schema.generated.js";

/**
 * Every problem of the value, each with the JSON pointer to where it is.
 *
 * @throws ArtifactError `ARTIFACT_INVALID` if it nests too deep to go on
 */
export function validate(value: unknown): ArtifactIssue[] {
  const issues: ArtifactIssue[] = [];
  model(value, { keys: [], issues });
  return issues;
}
