// Support vectors as the dense evaluators read them: blocks of six, in which the six values of a column stand next to each other. A pass over a
// block reads each of the row's values once for six support vectors, and adds to six numbers that do not wait for each other.
//
// Blocks are arrays of doubles, not a Float64Array: V8 reads a Float64Array's length, address and shape again for each value, but an array's once
// per block. For 500 support vectors of 64 columns a row took 12.2 µs instead of 16.9 (node 20), 11.9 instead of 14.2 (node 24). Six columns
// of six values fit the 16 registers; with eight lanes it was 15 µs, with four 14.3 µs.

/** Support vectors per block. */
export const LANES = 6;

/**
 * Interleaves n × d values, given row by row.
 *
 * @param count support vectors, n
 * @returns blocks of `LANES` × d values, column by column; what fills the last one up means nothing
 */
export function interleave(supportVectors: Float64Array, count: number, width: number): number[][] {
  const blocks: number[][] = [];
  const empty = doubles(LANES * width);
  let block = empty;
  for (let i = 0, at = 0; i < count; i++) {
    const lane = i % LANES;
    if (lane === 0) {
      block = empty.slice();
      blocks.push(block);
    }
    for (let to = lane; to < block.length; to += LANES) block[to] = supportVectors[at++]!;
  }
  return blocks;
}

/** An array that engines keep as doubles from the beginning: not one of its values is an integer. */
export function doubles(length: number): number[] {
  const array: number[] = [];
  for (let i = 0; i < length; i++) array.push(0.5);
  return array;
}
