// The procedure of Benjamini and Hochberg, as `scipy.stats.false_discovery_control(method="bh")`:
// the k-th smallest of n p-values becomes the least p_j · n / j of the j ≥ k.

/**
 * Adjusts p-values of several tests. Of those that are then at most α, a share of at most α is
 * expected to be false.
 *
 * @param pValues n p-values, in any order
 * @returns n adjusted p-values, in the same order
 */
export function adjustByBenjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  const descending = pValues.map((_, i) => i).sort((a, b) => pValues[b]! - pValues[a]!);
  let least = 1;
  descending.forEach((i, position) => {
    least = Math.min(least, pValues[i]! * (pValues.length / (pValues.length - position)));
    adjusted[i] = least;
  });
  return adjusted;
}
