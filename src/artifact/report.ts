// How the checks that follow the schema say what they find: everything is collected, then thrown at once.

import { ArtifactError, type ArtifactIssue } from "../errors.js";

/** Notes a problem of the model file at a JSON pointer. */
export type Report = (path: string, message: string) => void;

/**
 * Runs `work` and throws all that it reported.
 *
 * @throws ArtifactError `ARTIFACT_INVALID` if `work` reported anything
 */
export function reporting<T>(work: (report: Report) => T): T {
  const issues: ArtifactIssue[] = [];
  const result = work((path, message) => issues.push({ path, message }));
  if (issues.length > 0) throw new ArtifactError("ARTIFACT_INVALID", issues);
  return result;
}
