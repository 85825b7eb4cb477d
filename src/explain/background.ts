// The background: rows of input values that a record is compared with.

import type { MatrixLike, Model } from "../index.js";
import type { ModelFile } from "../model-file/types.generated.js";
import { ExplainError } from "./explain-error.js";

/**
 * Returns the background of the options, or else that of the model file.
 *
 * @throws ExplainError `BACKGROUND_MISSING`, or `BACKGROUND_INVALID` with every problem
 */
export function resolveBackground<R, P>(
  given: readonly R[] | MatrixLike | undefined,
  { background: stored }: ModelFile,
  model: Model<R, P>,
): readonly R[] | MatrixLike {
  const rows = given ?? (stored && toRecords(stored, model));
  if (!rows)
    throw new ExplainError(
      "BACKGROUND_MISSING",
      "The model cannot be explained: expected a background in the model file or in the options, got none. " +
        "Export the pipeline with one, or pass { background: records }.",
    );
  const { predictions, issues } = model.tryPredictBatch(rows);
  if (issues.length > 0)
    throw new ExplainError("BACKGROUND_INVALID", "The model cannot be explained. Its background:", issues);
  if (predictions.length === 0)
    throw new ExplainError(
      "BACKGROUND_INVALID",
      "The model cannot be explained: expected a row of background, got none",
    );
  return rows;
}

/** Returns the rows of the model file as records. */
function toRecords<R, P>(rows: readonly (readonly unknown[])[], { inputs }: Model<R, P>): R[] {
  return rows.map((row, i) => {
    if (row.length !== inputs.length)
      throw new ExplainError(
        "BACKGROUND_INVALID",
        `The model cannot be explained: expected ${inputs.length} values in row ${i} of its background, got ${row.length}`,
      );
    return Object.fromEntries(inputs.map(({ name }, at) => [name, row[at]])) as R;
  });
}
