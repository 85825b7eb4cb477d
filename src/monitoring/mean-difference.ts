// A confidence sequence of the difference of two mean absolute errors. It holds at all times at
// once, so it may be looked at after every outcome and used to stop.
//
// With d = the difference of the means and V = its variance, d / V is, for many outcomes, a
// Brownian motion with drift at the time 1 / V, however the outcomes of both sides alternate
// (C. Jennison and B. Turnbull, Group Sequential Methods, 1999, section 3.1). The mixture of its
// likelihood ratios over drifts of N(0, τ²) is a martingale (H. Robbins, Statistical methods
// related to the law of the iterated logarithm, 1970):
//
//   M = (1 + x)^(−1/2) · exp(d² / 2V · x / (1 + x)),   x = τ² / V
//
// By Ville's inequality it ever reaches 1/α with a probability of at most α. So d is within
// √(V · (1 + x) / x · ln((1 + x) / α²)) of the true difference at all times, with 1 − α.
//
// Absolute errors are skewed. A side with few of them mostly lacks the large ones, so both its mean
// and its variance are too small. V is therefore at least what the pooled variance of both sides
// gives. `test/monitoring/false-alarms.slow.test.ts` counts false alarms, also without that.

import { exp } from "../numeric/exp.js";
import { log } from "../numeric/log.js";
import { sqrt } from "../numeric/sqrt.js";
import type { ErrorSums } from "./error-sums.js";

/** Options of a comparison of errors. */
export interface ComparisonOptions {
  /** The probability of a false alarm, ever: above 0 and below 1. Defaults to 0.05. */
  readonly alpha?: number;
  /**
   * The relative change of the mean absolute error that is found soonest, above 0. Others are found
   * as well. Defaults to 0.2.
   */
  readonly effect?: number;
  /** Of fewer errors on either side, nothing is computed: at least 2. Defaults to 100. */
  readonly minOutcomes?: number;
}

/** The difference of two mean absolute errors. */
export interface MeanDifference {
  /** The second mean minus the first one, in the unit of the target. */
  readonly difference: number;
  /** The confidence sequence as it is now. */
  readonly interval: readonly [low: number, high: number];
  /**
   * The anytime-valid p-value of no difference: it ever falls to α with a probability of at most α.
   */
  readonly pValue: number;
}

/**
 * Compares two mean absolute errors.
 *
 * @returns undefined for fewer than `minOutcomes` errors on either side, and for errors without any
 * variance, of which nothing can be said
 */
export function compareMeans(
  first: ErrorSums,
  second: ErrorSums,
  { alpha, effect, minOutcomes }: Required<ComparisonOptions>,
): MeanDifference | undefined {
  const m = first.rows;
  const n = second.rows;
  if (Math.min(m, n) < minOutcomes) return undefined;
  const difference = second.absolute / n - first.absolute / m;
  const deviations = [first, second].map(squaredDeviations) as [number, number];
  const pooled = ((deviations[0] + deviations[1]) / (m + n - 2)) * (1 / m + 1 / n);
  const variance = Math.max(pooled, deviations[0] / (m - 1) / m + deviations[1] / (n - 1) / n);
  const tau = (effect * (first.absolute + second.absolute)) / (m + n);
  const x = (tau / variance) * tau;
  if (!(variance > 0 && x > 0 && x < Infinity)) return undefined;
  const logarithm = log(1 + x);
  const half = sqrt(((variance * (1 + x)) / x) * (logarithm - 2 * log(alpha)));
  const logMixture = ((difference / variance) * difference * (x / (1 + x)) - logarithm) / 2;
  return {
    difference,
    interval: [difference - half, difference + half],
    pValue: Math.min(1, exp(-logMixture)),
  };
}

/** A smaller share of the sum of squares is only its rounding. */
const ROUNDING = 1e-9;

/** Returns the sum of the squared deviations of absolute errors from their mean. */
function squaredDeviations({ rows, absolute, squared }: ErrorSums): number {
  const deviations = squared - (absolute / rows) * absolute;
  return deviations > ROUNDING * squared ? deviations : 0;
}
