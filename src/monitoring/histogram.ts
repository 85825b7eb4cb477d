// Histograms: how many rows are in each bin. Bin j of k edges holds e_j < x ≤ e_(j+1), as
// `pandas.cut(right=True)`. The first bin has everything up to e_1, the last one all above e_k.

/**
 * Finds the bin of a number by bisection.
 *
 * @param edges ascending edges, maybe those of many histograms
 * @param from the first edge of this histogram
 * @param to the end of its edges
 * @returns how many of the edges are below x
 */
export function findBin(x: number, edges: ArrayLike<number>, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x > edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low - from;
}

/** Adds up counts. */
export function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
