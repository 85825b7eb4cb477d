// Sums over the errors of predictions, error = prediction − actual. They are enough for the mean
// absolute error and for its variance, and the sums of two lists of errors add up.

import { sqrt } from "../numeric/sqrt.js";
import { isCount } from "./reference.js";

/** Sums over n errors. */
export interface ErrorSums {
  /** The number n of errors. */
  readonly rows: number;
  readonly error: number;
  readonly absolute: number;
  readonly squared: number;
}

/** How large errors are, in the unit of the target. */
export interface ErrorSummary {
  /** The number n of errors. */
  readonly rows: number;
  /** The mean absolute error. All three are undefined without errors. */
  readonly mae: number | undefined;
  /** The root of the mean squared error. */
  readonly rmse: number | undefined;
  /** The mean error. Above 0 if predictions are too large. */
  readonly bias: number | undefined;
}

/** The sums over no error. */
export const NO_ERRORS: ErrorSums = { rows: 0, error: 0, absolute: 0, squared: 0 };

/** Adds up the sums of two lists of errors. */
export function addErrors(one: ErrorSums, other: ErrorSums): ErrorSums {
  return {
    rows: one.rows + other.rows,
    error: one.error + other.error,
    absolute: one.absolute + other.absolute,
    squared: one.squared + other.squared,
  };
}

/** Returns the sums over one error. */
export function sumsOf(error: number): ErrorSums {
  return { rows: 1, error, absolute: Math.abs(error), squared: error * error };
}

/** Summarizes errors as `sklearn.metrics` does. */
export function summarizeErrors({ rows, error, absolute, squared }: ErrorSums): ErrorSummary {
  if (rows === 0) return { rows, mae: undefined, rmse: undefined, bias: undefined };
  return { rows, mae: absolute / rows, rmse: sqrt(squared / rows), bias: error / rows };
}

/** Tells whether numbers can be sums over errors. */
export function areErrorSums(value: unknown): value is ErrorSums {
  const { rows, error, absolute, squared } = (value ?? {}) as Partial<ErrorSums>;
  if (!isCount(rows) || ![error, absolute, squared].every(Number.isFinite)) return false;
  if (rows === 0) return error === 0 && absolute === 0 && squared === 0;
  // Sums that were rounded may break these by a little.
  const slack = 1 + 1e-9;
  return Math.abs(error!) <= absolute! * slack && (absolute! / rows) * absolute! <= squared! * slack;
}
