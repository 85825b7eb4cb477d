// The prediction of a batch, a chunk of records at a time. A batch without a single valid record
// therefore costs its first problems, and not one for each input of each record.

import type { InputIssue, InputWarning, Prediction } from "../../index.js";
import { MAX_ISSUES, refusedRecords } from "../errors/error-translation.js";
import type { AnyModel } from "../model/any-model.js";
import { MAX_WARNINGS } from "../model/warnings.js";

/** The engine reads so many records before it predicts the first of them. */
const CHUNK = 64;

/** The predictions of a batch. */
export interface PredictedBatch {
  /** One per record. */
  readonly predictions: readonly Prediction[];
  /** The first `MAX_WARNINGS`. Empty unless they were wanted. */
  readonly warnings: readonly InputWarning[];
  /** Number of all warnings. */
  readonly warningCount: number;
}

/**
 * Predicts every record of a batch.
 *
 * @param records n values that the client sent as records
 * @throws ServiceError `MissingFeaturesError` or `InvalidInputError` with the problems of the
 * records. It stops behind the chunk that brings `MAX_ISSUES` of them
 */
export function predictBatch(
  model: AnyModel,
  records: readonly unknown[],
  options: { readonly warnings: boolean },
): PredictedBatch {
  const predictions: Prediction[] = [];
  const issues: InputIssue[] = [];
  const warnings: InputWarning[] = [];
  let warningCount = 0;
  let checked = 0;
  while (checked < records.length && issues.length < MAX_ISSUES) {
    const start = checked;
    const chunk = records.slice(start, start + CHUNK);
    const attempt = model.tryPredictBatch(chunk as never, options);
    // No prediction is null if there are no issues, and with issues nobody reads them.
    for (const prediction of attempt.predictions) predictions.push(prediction as Prediction);
    for (const issue of attempt.issues) issues.push(start === 0 ? issue : moveIssue(issue, start));
    for (const warning of attempt.warnings.slice(0, MAX_WARNINGS - warnings.length))
      warnings.push({ ...warning, row: start + warning.row });
    warningCount += attempt.warnings.length;
    checked += chunk.length;
  }
  if (issues.length > 0) throw refusedRecords(issues, records.length - checked);
  return { predictions, warnings, warningCount };
}

/** Returns the problem of a chunk's record as a problem of the batch, where another row has it. */
function moveIssue({ message, ...issue }: InputIssue, start: number): InputIssue {
  const row = start + issue.row;
  return { ...issue, row, message: `row ${row}: ${message.replace(/^row \d+: /, "")}` };
}
