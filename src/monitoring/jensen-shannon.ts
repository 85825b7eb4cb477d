// The Jensen-Shannon distance: the square root of the divergence, as
// `scipy.spatial.distance.jensenshannon(p, q, base=2)`.
//
//   d² = ½ Σ p · log2(p / m) + ½ Σ q · log2(q / m),   m = (p + q) / 2
//
// It needs no smoothing: where a share is 0, its term is 0, and m is 0 only where both are.

import { log2 } from "../numeric/log.js";
import { sqrt } from "../numeric/sqrt.js";
import { total } from "./histogram.js";

/**
 * Computes the Jensen-Shannon distance.
 *
 * @param reference counts of n bins, not all 0
 * @param window counts of the same bins, not all 0
 * @returns from 0 for equal shares to 1 for shares without a common bin
 */
export function jensenShannonDistance(reference: ArrayLike<number>, window: ArrayLike<number>): number {
  const referenceRows = total(reference);
  const windowRows = total(window);
  let divergence = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = reference[i]! / referenceRows;
    const q = window[i]! / windowRows;
    divergence += term(p, q) + term(q, p);
  }
  // Rounding may leave less than 0.
  return sqrt(Math.max(0, divergence / 2));
}

function term(share: number, other: number): number {
  return share > 0 ? share * log2((2 * share) / (share + other)) : 0;
}
