// Support vectors as the dense evaluators read them: blocks of seven, in which the seven values of a column stand next to each other. A pass
// over a block reads each of the row's values once for seven support vectors, and adds to seven numbers that do not wait for each other.
//
// Blocks are arrays of doubles, not a Float64Array: V8 reads a Float64Array's length and address again for each value, but an array's once per
// column. The distances of 500 support vectors from one row of 64 columns took 8.6 µs by node 20, where six lanes took 8.9, four 10.6, eight (more
// than there are registers) 11.7, and six lanes of Float64Arrays 11.1. (Time the evaluators with other lanes to see this again.)

import { packedDoubles } from "../numeric/packed-doubles.js";

/**
 * Support vectors per block. Loops over columns write 7: bundlers make a variable of an exported constant, which V8 would read again for each
 * column (13.6 µs per row instead of 12.5).
 */
export const LANES = 7;

/**
 * Interleaves n × d values, given row by row.
 *
 * @param count support vectors, n
 * @returns blocks of `LANES` × d values, column by column; what fills the last one up means nothing
 */
export function interleave(supportVectors: Float64Array, count: number, width: number): number[][] {
  const blocks: number[][] = [];
  const empty = packedDoubles(LANES * width);
  for (let i = 0, at = 0; i < count; i++) {
    let to = i % LANES;
    if (to === 0) blocks.push(empty.slice());
    for (const block = blocks[blocks.length - 1]!; to < block.length; to += LANES) block[to] = supportVectors[at++]!;
  }
  return blocks;
}

/**
 * Squared distances of some rows from every support vector. Their loop has the registers to itself: the exponentials follow in another.
 *
 * @param from where the first begins in `rows`
 * @param distances becomes rows × n, row by row, n rounded up to whole blocks
 */
export function squaredDistances(
  blocks: readonly number[][],
  rows: readonly number[],
  from: number,
  count: number,
  distances: number[],
): void {
  for (let b = 0; b < blocks.length; b++) {
    const block = blocks[b]!;
    for (let row = 0, to = b * LANES, c = from; row < count; row++, to += LANES * blocks.length) {
      let distance0 = 0;
      let distance1 = 0;
      let distance2 = 0;
      let distance3 = 0;
      let distance4 = 0;
      let distance5 = 0;
      let distance6 = 0;
      for (let at = 0; at < block.length; c++, at += 7) {
        const x = rows[c]!;
        const difference0 = x - block[at]!;
        const difference1 = x - block[at + 1]!;
        const difference2 = x - block[at + 2]!;
        const difference3 = x - block[at + 3]!;
        const difference4 = x - block[at + 4]!;
        const difference5 = x - block[at + 5]!;
        const difference6 = x - block[at + 6]!;
        distance0 += difference0 * difference0;
        distance1 += difference1 * difference1;
        distance2 += difference2 * difference2;
        distance3 += difference3 * difference3;
        distance4 += difference4 * difference4;
        distance5 += difference5 * difference5;
        distance6 += difference6 * difference6;
      }
      distances[to] = distance0;
      distances[to + 1] = distance1;
      distances[to + 2] = distance2;
      distances[to + 3] = distance3;
      distances[to + 4] = distance4;
      distances[to + 5] = distance5;
      distances[to + 6] = distance6;
    }
  }
}
