// What predicts intervals, and what it returns.

import type { Attempt, InputColumns, IntervalsInfo, Model, PredictionColumns } from "../index.js";
import type { IntervalOptions, PredictionInterval } from "./interval.js";

/** The interval of a prediction. Several targets have an object of intervals by name. */
export type Interval<P> = P extends number ? PredictionInterval : { readonly [T in keyof P]: PredictionInterval };

/** The same, for the rows that the model accepts. */
export interface TryIntervalOptions extends IntervalOptions {
  /** Whether to look for warnings too. Defaults to false. */
  readonly warnings?: boolean;
}

/** Intervals of n rows, as columns. */
export interface IntervalColumns<P> extends Attempt<PredictionColumns<P>> {
  /** In the form of the predictions. NaN for a rejected row. */
  readonly lower: PredictionColumns<P>;
  readonly upper: PredictionColumns<P>;
}

/** How the scores of a model file came about. */
export interface CalibrationInfo extends Pick<IntervalsInfo, "type" | "method"> {
  /** Number of held-out rows. */
  readonly rows: number;
  /** Name of the input whose categories have scores of their own. */
  readonly input?: string;
  /** Number of held-out rows of each such category, and of all others. Only with `input`. */
  readonly groups?: readonly { readonly categories?: readonly (number | string)[]; readonly rows: number }[];
}

/**
 * Predicts intervals. `createIntervalPredictor` makes it. A lower end is at most the upper one.
 * The prediction lies between them, except with signed scores: if all errors had one sign, it does
 * not.
 *
 * @typeParam R the type of its records
 * @typeParam P the type of its predictions
 */
export interface IntervalPredictor<R, P> {
  readonly model: Model<R, P>;
  readonly calibration: CalibrationInfo;
  /**
   * Predicts one record.
   *
   * @throws IntervalError `COVERAGE_INVALID`
   * @throws InputError `INPUT_INVALID`, with every problem of the record
   */
  predictInterval(record: R, options: IntervalOptions): Interval<P>;
  /**
   * Predicts many records. Gives the bits of `predictInterval`.
   *
   * @throws IntervalError `COVERAGE_INVALID`
   * @throws InputError `INPUT_INVALID`, with every problem of every record
   */
  predictIntervalBatch(records: readonly R[], options: IntervalOptions): Interval<P>[];
  /**
   * Predicts the records that the model accepts, and reports the others.
   *
   * @returns n intervals, `null` for a rejected record
   * @throws IntervalError `COVERAGE_INVALID`
   * @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH` if this is no array
   */
  tryPredictIntervalBatch(records: readonly R[], options: TryIntervalOptions): Attempt<(Interval<P> | null)[]>;
  /**
   * Predicts the rows of columns that the model accepts, and reports the others.
   *
   * @param columns for each input a list of n values
   * @returns n predictions with both ends, NaN for a rejected row
   * @throws IntervalError `COVERAGE_INVALID`
   * @throws InputError `INPUT_INVALID` unless there is a list for each input, all of one length
   */
  tryPredictIntervalColumns(columns: InputColumns, options: TryIntervalOptions): IntervalColumns<P>;
}
