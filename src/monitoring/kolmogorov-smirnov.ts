// The two-sample Kolmogorov-Smirnov test on the counts of ordered bins: `scipy.stats.ks_2samp` of
// the bins' numbers. The p-value is that of the limit for many rows, `scipy.stats.kstwobign`:
//
//   λ = D · √(m · n / (m + n)),   Q(λ) = 2 Σ (−1)^(k−1) · exp(−2 k² λ²)
//
// An exact p-value takes m · n steps. In bins, many rows are tied, which makes both too large: the
// test raises fewer false alarms than its level says.

import { exp } from "../numeric/exp.js";
import { sqrt } from "../numeric/sqrt.js";
import { total } from "./histogram.js";

/** π² / 8. */
const EIGHTH_OF_PI_SQUARED = 1.2337005501361697;
/** √(2π). */
const ROOT_OF_TWO_PI = 2.5066282746310002;
/** Each of the two series needs at most so many terms on its side of λ = 1. */
const TERMS = 5;

/** The result of a test. */
export interface TestResult {
  readonly statistic: number;
  /** The probability of such a statistic, or a larger one, without a change. */
  readonly pValue: number;
}

/**
 * Tests whether two samples of ordered bins have one distribution.
 *
 * @param reference counts of n bins, not all 0
 * @param window counts of the same bins, not all 0
 * @returns the largest distance of both cumulative distributions, and its p-value
 */
export function kolmogorovSmirnovTest(reference: ArrayLike<number>, window: ArrayLike<number>): TestResult {
  const m = total(reference);
  const n = total(window);
  let below = 0;
  let windowBelow = 0;
  let statistic = 0;
  for (let i = 0; i < reference.length; i++) {
    below += reference[i]!;
    windowBelow += window[i]!;
    statistic = Math.max(statistic, Math.abs(below / m - windowBelow / n));
  }
  return { statistic, pValue: kolmogorovSurvival(statistic * sqrt(m * (n / (m + n)))) };
}

/**
 * Computes the survival function of Kolmogorov's distribution, `scipy.special.kolmogorov`.
 *
 * @param lambda at least 0
 * @returns Q(λ), from 1 down to 0
 */
export function kolmogorovSurvival(lambda: number): number {
  // Below 0.04, 1 − Q is less than the smallest double.
  if (lambda < 0.04) return 1;
  let sum = 0;
  if (lambda < 1) {
    // The theta function of the reciprocal converges where the other series does not.
    const scale = -EIGHTH_OF_PI_SQUARED / (lambda * lambda);
    for (let k = 1; k <= TERMS; k++) sum += exp(scale * (2 * k - 1) * (2 * k - 1));
    return 1 - (ROOT_OF_TWO_PI / lambda) * sum;
  }
  for (let k = TERMS; k >= 1; k--) sum = exp(-2 * k * k * lambda * lambda) - sum;
  return 2 * sum;
}
