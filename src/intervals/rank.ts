// Ranks among the scores of n held-out rows, s₁ ≤ … ≤ sₙ. A new row whose score is exchangeable
// with these has one of at most s_r with a probability of at least r / (n + 1).
//
//   r = ⌈(n + 1) · share⌉
//
// MAPIE 1.x has the same definition.

/**
 * Error of a computed (n + 1) · share, relative to it: the share is rounded, for signed scores as
 * (1 + coverage) / 2 a second time, and the product once more.
 */
const ROUNDING = 2 * Number.EPSILON;

/**
 * Returns the rank for a share of new rows, from 1 to n + 1. There is no score of rank n + 1.
 *
 * A product that may be an integer is one. (n + 1) · 0.55 is 55.00000000000001 for n = 99, and its
 * rank is 55. A share that is meant as a fraction p / q comes out exactly up to (n + 1) · q = 2⁵⁰,
 * because another product is at least 1 / q away from an integer.
 */
export function rankOf(share: number, count: number): number {
  const product = (count + 1) * share;
  const nearest = Math.round(product);
  return Math.abs(product - nearest) <= ROUNDING * product ? nearest : Math.ceil(product);
}

/**
 * Returns the score that a share of new rows does not exceed.
 *
 * @param scores n numbers in ascending order
 * @returns Infinity if so few scores cannot promise this share
 */
export function upperScore(scores: readonly number[], share: number): number {
  return scores[rankOf(share, scores.length) - 1] ?? Infinity;
}

/**
 * Returns the score that a share of new rows reaches. Its rank is n + 1 − r, which is
 * ⌊(n + 1) · (1 − share)⌋ without the rounding of 1 − share.
 *
 * @param scores n numbers in ascending order
 * @returns −Infinity if so few scores cannot promise this share
 */
export function lowerScore(scores: readonly number[], share: number): number {
  return scores[scores.length - rankOf(share, scores.length)] ?? -Infinity;
}
