// Predictions of many rows, of which the model may reject some.

import type { InputIssue } from "supportvector";
import type { OpenModel } from "./open-model.js";

export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

export interface AcceptedPredictions {
  /** One list per target, one number per row: NaN where the row is rejected. */
  readonly values: readonly Float64Array[];
  /** Why rows are rejected. */
  readonly issues: readonly InputIssue[];
}

/** Predicts every row that the model accepts. */
export function predictAccepted({ model }: OpenModel, columns: Columns): AcceptedPredictions {
  const { predictions, issues } = model.tryPredictColumns(columns);
  const values =
    predictions instanceof Float64Array ? [predictions] : model.targets.map((target) => predictions[target]!);
  return { values, issues };
}
