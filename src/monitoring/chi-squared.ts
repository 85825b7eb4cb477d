// Pearson's χ² test on a table of two rows, as `scipy.stats.chi2_contingency(correction=False)`.
// The reference is a sample too. `scipy.stats.chisquare` would take its shares for the truth, and
// find changes in what is only chance.

import { total } from "./histogram.js";
import { upperIncompleteGamma } from "./incomplete-gamma.js";
import type { TestResult } from "./kolmogorov-smirnov.js";

/** The result of a χ² test. */
export interface ChiSquaredResult extends TestResult {
  readonly degreesOfFreedom: number;
}

/**
 * Tests whether two samples of categories have one distribution. Categories that occur in neither
 * do not count.
 *
 * @param reference counts of n categories, not all 0
 * @param window counts of the same categories, not all 0
 * @returns χ² with its degrees of freedom. With one category there are none, and the p-value is 1
 */
export function chiSquaredTest(reference: ArrayLike<number>, window: ArrayLike<number>): ChiSquaredResult {
  const m = total(reference);
  const n = total(window);
  let statistic = 0;
  let degreesOfFreedom = -1;
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i]! + window[i]!;
    if (both === 0) continue;
    degreesOfFreedom++;
    // How far both cells are from what is expected, in integers: equal shares give 0.
    const difference = window[i]! * m - reference[i]! * n;
    statistic += ((difference / m) * (difference / n)) / both;
  }
  const pValue = degreesOfFreedom > 0 ? upperIncompleteGamma(degreesOfFreedom / 2, statistic / 2) : 1;
  return { statistic, pValue, degreesOfFreedom };
}
