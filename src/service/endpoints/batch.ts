// A batch predicted in slices. A slice takes a turn or less, as far as a single record takes no
// longer. The result has the bits of the model's `predictBatch`, because a prediction does not
// depend on the records around it. A batch without a single valid record costs its first problems,
// and not one for each input of each record.

import type { InputIssue, InputWarning, Prediction } from "../../index.js";
import { MAX_ISSUES, refusedRecords } from "../errors/error-translation.js";
import { TURN } from "../http/turns.js";
import type { ServedModel } from "../model/served-model.js";
import { MAX_WARNINGS } from "../model/warnings.js";
import type { Assignment } from "./assignment.js";
import type { EndLists } from "./coverage.js";
import { predictMixedSlice, predictSlice, rowsByModel, type SliceOptions } from "./slice.js";

/** As many records as the engine reads ahead. More at once are no faster. */
const MAX_SLICE = 64;

/** What one model predicted of a batch. */
export interface PredictedPart {
  readonly served: ServedModel;
  /** The places of its records in the batch, or undefined if it predicted all of them. */
  readonly rows?: readonly number[];
  readonly records: readonly unknown[];
  readonly predictions: readonly Prediction[];
  /** Time that the model took. */
  readonly seconds: number;
}

/** The predictions of a batch. */
export interface PredictedBatch {
  /** One per record. */
  readonly predictions: readonly Prediction[];
  /** The ends of their intervals. Undefined unless a coverage is given. */
  readonly ends: EndLists | undefined;
  /** The first `MAX_WARNINGS`. Empty unless they were wanted. */
  readonly warnings: readonly InputWarning[];
  /** Number of all warnings. */
  readonly warningCount: number;
  /** The model of all records, or undefined if each record has its own. */
  readonly sole: ServedModel | undefined;
  /** The model of each record. Empty if there is one for all. */
  readonly models: readonly ServedModel[];
  /** The same predictions by model. */
  readonly parts: readonly PredictedPart[];
}

/**
 * Predicts every record of a batch.
 *
 * @param records n values that the client sent as records
 * @throws ServiceError `MissingFeaturesError` or `InvalidInputError` with the problems of the
 * records, up to the record that has the last of `MAX_ISSUES`. `IntervalsMissingError`
 */
export function* predictBatch(
  { sole, modelOf }: Pick<Assignment, "sole" | "modelOf">,
  records: readonly unknown[],
  options: SliceOptions,
): Generator<undefined, PredictedBatch> {
  const predictions: Prediction[] = [];
  const ends: EndLists | undefined = options.coverage === undefined ? undefined : { lower: [], upper: [] };
  const models: ServedModel[] = [];
  const issues: InputIssue[] = [];
  const warnings: InputWarning[] = [];
  const seconds = new Map<ServedModel, number>();
  let warningCount = 0;
  let milliseconds = 0;
  let size = 1;
  for (let start = 0; start < records.length; ) {
    const slice = records.slice(start, start + size);
    const begin = performance.now();
    if (!sole) for (const record of slice) models.push(modelOf(record));
    const attempt = sole
      ? predictSlice(sole, slice, options)
      : predictMixedSlice(models.slice(start), slice, options, seconds);
    const taken = performance.now() - begin;
    // No prediction is null if there are no issues, and with issues nobody reads them.
    for (const prediction of attempt.predictions) predictions.push(prediction as Prediction);
    for (const each of attempt.ends ?? []) {
      ends!.lower.push(each?.lower as Prediction);
      ends!.upper.push(each?.upper as Prediction);
    }
    for (const issue of attempt.issues) issues.push(records.length === 1 ? issue : inBatch(issue, start));
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
  const parts = sole
    ? [{ served: sole, records, predictions, seconds: milliseconds / 1000 }]
    : Array.from(rowsByModel(models), ([served, rows]) => ({
        served,
        rows,
        records: rows.map((row) => records[row]),
        predictions: rows.map((row) => predictions[row]!),
        seconds: seconds.get(served)!,
      }));
  return { predictions, ends, warnings, warningCount, sole, models, parts };
}

/** Returns an issue of a slice as it is in a batch of several records. */
function inBatch(issue: InputIssue, start: number): InputIssue {
  const row = start + issue.row;
  return { ...issue, row, message: `row ${row}: ${issue.message}` };
}
