// Predictions of many rows, some of which the model may reject.

import type { InputColumns, InputIssue } from "supportvector";
import type { OpenModel } from "./open-model.js";

export interface AcceptedPredictions {
  /** One list per target, with a number per row. NaN stands for a rejected row. */
  readonly values: readonly Float64Array[];
  /** The reasons why rows are rejected. */
  readonly issues: readonly InputIssue[];
}

/** Predicts every row that the model accepts. */
export function predictAccepted({ model }: OpenModel, columns: InputColumns): AcceptedPredictions {
  const { predictions, issues } = model.tryPredictColumns(columns);
  const values =
    predictions instanceof Float64Array ? [predictions] : model.targets.map((target) => predictions[target]!);
  return { values, issues };
}
