// A batch predicted in slices. A slice takes a turn or less, as far as a single record takes no
// longer. The result has the bits of the model's `predictBatch`, because a prediction does not
// depend on the records around it. A batch without a single valid record costs its first problems,
// and not one for each input of each record.

import type { InputIssue, InputWarning, Prediction } from "../../index.js";
import { MAX_ISSUES, refusedRecords } from "../errors/error-translation.js";
import { TURN } from "../http/turns.js";
import type { AnyModel } from "../model/any-model.js";
import { MAX_WARNINGS } from "../model/warnings.js";

/** As many records as the engine reads ahead. More at once are no faster. */
const MAX_SLICE = 64;

/** The predictions of a batch. */
export interface PredictedBatch {
  /** One per record. */
  readonly predictions: readonly Prediction[];
  /** The first `MAX_WARNINGS`. Empty unless they were wanted. */
  readonly warnings: readonly InputWarning[];
  /** Number of all warnings. */
  readonly warningCount: number;
  /** Time that the model took, in seconds. */
  readonly seconds: number;
}

/**
 * Predicts every record of a batch.
 *
 * @param records n values that the client sent as records
 * @throws ServiceError `MissingFeaturesError` or `InvalidInputError` with the problems of the
 * records, up to the record that has the last of `MAX_ISSUES`
 */
export function* predictBatch(
  model: AnyModel,
  records: readonly unknown[],
  options: { readonly warnings: boolean },
): Generator<undefined, PredictedBatch> {
  const predictions: Prediction[] = [];
  const issues: InputIssue[] = [];
  const warnings: InputWarning[] = [];
  let warningCount = 0;
  let milliseconds = 0;
  let size = 1;
  for (let start = 0; start < records.length; ) {
    const slice = records.slice(start, start + size);
    const begin = performance.now();
    const attempt = model.tryPredictBatch(slice as never, options);
    const taken = performance.now() - begin;
    // No prediction is null if there are no issues, and with issues nobody reads them.
    for (const prediction of attempt.predictions) predictions.push(prediction as Prediction);
    for (const issue of attempt.issues) issues.push(records.length === 1 ? issue : inBatch(issue, slice.length, start));
    const last = issues[MAX_ISSUES - 1]?.row;
    if (last !== undefined) {
      const checked = issues.filter(({ row }) => row <= last);
      throw refusedRecords(checked, records.length - last - 1);
    }
    for (const warning of attempt.warnings.slice(0, MAX_WARNINGS - warnings.length))
      warnings.push({ ...warning, row: start + warning.row });
    warningCount += attempt.warnings.length;
    milliseconds += taken;
    start += slice.length;
    if (taken < TURN / 2) size = Math.min(MAX_SLICE, 2 * size);
    else if (taken > TURN) size = Math.ceil(size / 2);
    yield;
  }
  if (issues.length > 0) throw refusedRecords(issues);
  return { predictions, warnings, warningCount, seconds: milliseconds / 1000 };
}

/** Returns an issue of a slice as it is in a batch of several records. */
function inBatch(issue: InputIssue, sliceLength: number, start: number): InputIssue {
  const row = start + issue.row;
  // The engine names the row, unless there is only one.
  const message = sliceLength === 1 ? issue.message : issue.message.slice(`row ${issue.row}: `.length);
  return { ...issue, row, message: `row ${row}: ${message}` };
}
