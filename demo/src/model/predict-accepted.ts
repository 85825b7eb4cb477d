// Predictions of many rows, of which the model may refuse some.

import { InputError, type InputIssue } from "supportvector";
import type { OpenModel } from "./open-model.js";

export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

export interface AcceptedPredictions {
  /** One list per target, one number per row: NaN where the row is refused. */
  readonly values: readonly Float64Array[];
  /** Why rows are refused. */
  readonly issues: readonly InputIssue[];
}

/**
 * Predicts every row that the model accepts.
 *
 * @param columns for each input `rowCount` values
 */
export function predictAccepted(open: OpenModel, columns: Columns, rowCount: number): AcceptedPredictions {
  try {
    return { values: predictAll(open, columns, rowCount), issues: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { issues } = error;
    const refused = new Set(issues.map(({ row }) => row));
    const accepted = Array.from({ length: rowCount }, (_, row) => row).filter((row) => !refused.has(row));
    const kept = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, accepted.map((row) => column[row]!)]),
    );
    const values = predictAll(open, kept, accepted.length).map((predictions) => {
      const all = new Float64Array(rowCount).fill(NaN);
      accepted.forEach((row, i) => {
        all[row] = predictions[i]!;
      });
      return all;
    });
    return { values, issues };
  }
}

function predictAll({ model, targets }: OpenModel, columns: Columns, rowCount: number): Float64Array[] {
  if (targets.length === 1) return [model.predictColumns(columns)];
  const records = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]!])),
  );
  const predictions = model.predictBatch(records) as Readonly<Record<string, number>>[];
  return targets.map((target) => Float64Array.from(predictions, (prediction) => prediction[target]!));
}
