// A slice of a batch, predicted by the models of its records.

import type { InputIssue, InputWarning, Prediction } from "../../index.js";
import type { ServedModel } from "../model/served-model.js";

/** The predictions of a slice. Rows count from the beginning of the slice. */
export interface PredictedSlice {
  /** One per record, null for a refused one. */
  readonly predictions: readonly (Prediction | null)[];
  /** In the order of the rows. Messages do not name the row. */
  readonly issues: readonly InputIssue[];
  /** In the order of the rows. */
  readonly warnings: readonly InputWarning[];
}

/** Returns the predictions of records by one model. */
export function predictSlice(
  { model }: ServedModel,
  records: readonly unknown[],
  options: { readonly warnings: boolean },
): PredictedSlice {
  const { predictions, issues, warnings } = model.tryPredictBatch(records as never, options);
  // The engine names the row, unless there is only one.
  const withoutRow = (issue: InputIssue): InputIssue =>
    records.length === 1 ? issue : { ...issue, message: issue.message.slice(`row ${issue.row}: `.length) };
  return { predictions, issues: issues.map(withoutRow), warnings };
}

/**
 * Returns the predictions of records, each by its own model.
 *
 * @param models one per record
 * @param seconds the time of each model, which grows
 */
export function predictMixedSlice(
  models: readonly ServedModel[],
  records: readonly unknown[],
  options: { readonly warnings: boolean },
  seconds: Map<ServedModel, number>,
): PredictedSlice {
  const predictions: (Prediction | null)[] = new Array(records.length);
  const issues: InputIssue[] = [];
  const warnings: InputWarning[] = [];
  for (const [served, rows] of rowsByModel(models)) {
    const start = performance.now();
    const part = predictSlice(
      served,
      rows.map((row) => records[row]),
      options,
    );
    seconds.set(served, (seconds.get(served) ?? 0) + (performance.now() - start) / 1000);
    for (const [i, row] of rows.entries()) predictions[row] = part.predictions[i]!;
    for (const issue of part.issues) issues.push({ ...issue, row: rows[issue.row]! });
    for (const warning of part.warnings) warnings.push({ ...warning, row: rows[warning.row]! });
  }
  const byRow = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;
  return { predictions, issues: issues.sort(byRow), warnings: warnings.sort(byRow) };
}

/** Returns the rows of each model, in the order of its first row. */
export function rowsByModel(models: readonly ServedModel[]): Map<ServedModel, number[]> {
  const rows = new Map<ServedModel, number[]>();
  for (const [row, served] of models.entries()) {
    const known = rows.get(served);
    if (known) known.push(row);
    else rows.set(served, [row]);
  }
  return rows;
}
