// The contraction at the top of a factor plan, over the numbers that its parts have for a row:
//
//   Σ_l first[l] · Σ_{k of l} weights[k] · second[r_k]
//
// The pairs (l, r_k) are laid out in chunks of four with the same l. The last chunk of each l is
// filled up with weights of 0. The four products of a chunk do not wait for each other.
//
// Measured on Node 20 with three models in use, 349 pairs in 102 chunks, in ns per row: 700 with
// three Float64Arrays, for both parts and the weights, 530 with one, 380 with one plain array.
//
// V8 checks each sum of places for overflow, unless it is | 0. The contraction takes 0.75 of the
// time without these checks.

import type { RowIds, UniqueRows } from "./unique-rows.js";

/** Pairs per chunk. `contract` has as many products written out. */
const CHUNK = 4;

/** Pairs in chunks. */
export interface Chunks {
  /** The row l of each chunk. */
  readonly firsts: readonly number[];
  /** The row r of each pair in a chunk. */
  readonly seconds: readonly number[];
  /** The place of each pair among the weights. */
  readonly places: Int32Array;
  /** Weights in all chunks. */
  readonly size: number;
}

/** Lays out the distinct pairs of rows of two parts. */
export function layOutChunks(pairs: UniqueRows, first: RowIds, second: RowIds): Chunks {
  /** The pairs of each row l. */
  const lists: number[][] = Array.from({ length: first.distinct }, () => []);
  pairs.firsts.forEach((i, pair) => {
    lists[first.index[i]!]!.push(pair);
  });
  const firsts: number[] = [];
  const seconds: number[] = [];
  const places = new Int32Array(pairs.distinct);
  lists.forEach((list, l) => {
    for (const pair of list) {
      if (seconds.length % CHUNK === 0) firsts.push(l);
      places[pair] = seconds.push(second.index[pairs.firsts[pair]!]!) - 1;
    }
    // Any row may fill up a chunk, because its weight is 0.
    while (seconds.length % CHUNK > 0) seconds.push(0);
  });
  // The loops take two chunks a turn.
  if (firsts.length % 2 > 0) {
    firsts.push(0);
    seconds.push(0, 0, 0, 0);
  }
  return { firsts, seconds, places, size: seconds.length };
}

/**
 * Contracts the numbers of a row. A function of its arrays, because V8 compiles closures over
 * arrays well only while one model exists.
 *
 * @param first where the numbers of the first part begin in `numbers`
 * @param second where those of the second part begin
 * @param weights where the weights begin
 */
export function contract(
  { firsts, seconds }: Chunks,
  numbers: readonly number[],
  first: number,
  second: number,
  weights: number,
): number {
  let sum = 0;
  for (let c = 0, k = 0, w = weights; c < firsts.length; c = (c + 2) | 0) {
    sum +=
      numbers[(first + firsts[c]!) | 0]! *
      (numbers[w]! * numbers[(second + seconds[k]!) | 0]! +
        numbers[(w + 1) | 0]! * numbers[(second + seconds[(k + 1) | 0]!) | 0]! +
        (numbers[(w + 2) | 0]! * numbers[(second + seconds[(k + 2) | 0]!) | 0]! +
          numbers[(w + 3) | 0]! * numbers[(second + seconds[(k + 3) | 0]!) | 0]!));
    sum +=
      numbers[(first + firsts[(c + 1) | 0]!) | 0]! *
      (numbers[(w + 4) | 0]! * numbers[(second + seconds[(k + 4) | 0]!) | 0]! +
        numbers[(w + 5) | 0]! * numbers[(second + seconds[(k + 5) | 0]!) | 0]! +
        (numbers[(w + 6) | 0]! * numbers[(second + seconds[(k + 6) | 0]!) | 0]! +
          numbers[(w + 7) | 0]! * numbers[(second + seconds[(k + 7) | 0]!) | 0]!));
    k = (k + 8) | 0;
    w = (w + 8) | 0;
  }
  return sum;
}

/** Copies the numbers of the second part to the places of their pairs. */
export function spreadOut({ seconds }: Chunks, numbers: number[], second: number, to: number): void {
  for (let k = 0; k < seconds.length; k++) numbers[to + k] = numbers[second + seconds[k]!]!;
}

/**
 * Contracts the same, with the same bits.
 *
 * @param spread where the numbers of the second part begin that were spread out
 */
export function contractSpread(
  { firsts }: Chunks,
  numbers: readonly number[],
  first: number,
  spread: number,
  weights: number,
): number {
  let sum = 0;
  for (let c = 0, s = spread, w = weights; c < firsts.length; c = (c + 2) | 0) {
    sum +=
      numbers[(first + firsts[c]!) | 0]! *
      (numbers[w]! * numbers[s]! +
        numbers[(w + 1) | 0]! * numbers[(s + 1) | 0]! +
        (numbers[(w + 2) | 0]! * numbers[(s + 2) | 0]! + numbers[(w + 3) | 0]! * numbers[(s + 3) | 0]!));
    sum +=
      numbers[(first + firsts[(c + 1) | 0]!) | 0]! *
      (numbers[(w + 4) | 0]! * numbers[(s + 4) | 0]! +
        numbers[(w + 5) | 0]! * numbers[(s + 5) | 0]! +
        (numbers[(w + 6) | 0]! * numbers[(s + 6) | 0]! + numbers[(w + 7) | 0]! * numbers[(s + 7) | 0]!));
    s = (s + 8) | 0;
    w = (w + 8) | 0;
  }
  return sum;
}
