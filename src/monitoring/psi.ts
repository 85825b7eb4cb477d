// The population stability index: Σ (q − p) · ln(q / p) over the shares p of a reference and q of a
// window. It is the sum of both Kullback-Leibler divergences, so a share of 0 would make it
// infinite. No share counts as less than LEAST_SHARE, which is what Evidently puts in place of 0.

import { log } from "../numeric/log.js";
import { total } from "./histogram.js";

const LEAST_SHARE = 0.0001;

/**
 * Computes the population stability index.
 *
 * @param reference counts of n bins, not all 0
 * @param window counts of the same bins, not all 0
 * @returns 0 for equal shares, more the more they differ
 */
export function populationStabilityIndex(reference: ArrayLike<number>, window: ArrayLike<number>): number {
  const referenceRows = total(reference);
  const windowRows = total(window);
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = Math.max(LEAST_SHARE, reference[i]! / referenceRows);
    const q = Math.max(LEAST_SHARE, window[i]! / windowRows);
    index += (q - p) * log(q / p);
  }
  return index;
}
