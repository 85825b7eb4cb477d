// A slice of a batch, predicted by the models of its records.

import type { InputIssue, InputWarning, Prediction } from "../../index.js";
import { type Ends, endsOf } from "../model/intervals.js";
import type { ServedModel } from "../model/served-model.js";
import { requireIntervals } from "./coverage.js";

/** The predictions of a slice. Rows count from the beginning of the slice. */
export interface PredictedSlice {
  /** One per record, null for a refused one. */
  readonly predictions: readonly (Prediction | null)[];
  /** One per record, null for a refused one. Undefined unless a coverage is given. */
  readonly ends?: readonly (Ends | null)[] | undefined;
  /** In the order of the rows. Messages do not name the row. */
  readonly issues: readonly InputIssue[];
  /** In the order of the rows. */
  readonly warnings: readonly InputWarning[];
}

/** What is asked for. */
export interface SliceOptions {
  readonly warnings: boolean;
  /** Of prediction intervals. Undefined for none. */
  readonly coverage?: number | undefined;
}

/**
 * Returns the predictions of records by one model.
 *
 * @throws ServiceError `IntervalsMissingError`
 */
export function predictSlice(served: ServedModel, records: readonly unknown[], options: SliceOptions): PredictedSlice {
  const { predictions, ends, issues, warnings } = attempt(served, records, options);
  // The engine names the row, unless there is only one.
  const withoutRow = (issue: InputIssue): InputIssue =>
    records.length === 1 ? issue : { ...issue, message: issue.message.slice(`row ${issue.row}: `.length) };
  return { predictions, ends, issues: issues.map(withoutRow), warnings };
}

function attempt(
  served: ServedModel,
  records: readonly unknown[],
  { warnings, coverage }: SliceOptions,
): PredictedSlice {
  if (coverage === undefined) return served.model.tryPredictBatch(records as never, { warnings });
  const options = { warnings, coverage };
  const { predictions, ...found } = requireIntervals(served).tryPredictIntervalBatch(records as never, options);
  const ends = predictions.map((interval) => interval && endsOf(interval));
  return { predictions: ends.map((each) => each?.prediction ?? null), ends, ...found };
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
  options: SliceOptions,
  seconds: Map<ServedModel, number>,
): PredictedSlice {
  const predictions: (Prediction | null)[] = new Array(records.length);
  const ends: (Ends | null)[] | undefined = options.coverage === undefined ? undefined : new Array(records.length);
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
    for (const [i, row] of rows.entries()) {
      predictions[row] = part.predictions[i]!;
      if (ends) ends[row] = part.ends![i]!;
    }
    for (const issue of part.issues) issues.push({ ...issue, row: rows[issue.row]! });
    for (const warning of part.warnings) warnings.push({ ...warning, row: rows[warning.row]! });
  }
  const byRow = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;
  return { predictions, ends, issues: issues.sort(byRow), warnings: warnings.sort(byRow) };
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
