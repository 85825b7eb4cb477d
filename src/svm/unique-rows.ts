// Which support vectors are equal in some columns: their distinct rows get numbers, in the order in which support vectors bring them.

import type { SupportVectorBlock } from "../model-file/types.generated.js";

/** The distinct rows that support vectors hold in some columns. */
export interface UniqueRows {
  /** How many there are. */
  readonly distinct: number;
  /** The number of each support vector's. */
  readonly index: Int32Array;
}

/** Up to so many keys for each support vector, a table finds their numbers: a larger one is mostly empty, and takes longer to get than to use. */
const KEYS = 32;

/**
 * Numbers the values of a column.
 *
 * @param at where in the block the column stands
 * @param sample the column is given up, undefined, if more than half of the first so many support vectors, and of any number more, differ in it
 */
export function uniqueValues(
  { rows, index: rowOf }: SupportVectorBlock,
  at: number,
  count: number,
  sample: number,
): UniqueRows | undefined {
  const numbers = new Map<number, number>();
  /** The number of each of the block's rows, plus 1; 0 for none. */
  const numberOf = new Int32Array(rows.length);
  const index = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const row = rowOf ? rowOf[i]! : i;
    let number = numberOf[row]!;
    if (number === 0) {
      const value = rows[row]![at]!;
      number = numbers.get(value) ?? numbers.size + 1;
      if (number > numbers.size) {
        if (i >= sample && number > i / 2) return undefined;
        numbers.set(value, number);
      }
      numberOf[row] = number;
    }
    index[i] = number - 1;
  }
  return { distinct: numbers.size, index };
}

/** The numbering of no column: all support vectors are equal in it. */
export const allEqual = (count: number): UniqueRows => ({
  distinct: Math.min(1, count),
  index: new Int32Array(count),
});

/** Numbers the distinct pairs of two numberings; stops once there are `limit`. */
export function uniquePairs(first: UniqueRows, second: UniqueRows, limit: number): UniqueRows {
  const { length } = first.index;
  const index = new Int32Array(length);
  let distinct = 0;
  const keys = first.distinct * second.distinct;
  // 0 stands for none.
  const known = keys < length * KEYS ? new Int32Array(keys) : undefined;
  const knownOfMany = new Map<number, number>();
  for (let i = 0; i < length && distinct < limit; i++) {
    const key = first.index[i]! * second.distinct + second.index[i]!;
    let number = known ? known[key]! : (knownOfMany.get(key) ?? 0);
    if (number === 0) {
      number = ++distinct;
      if (known) known[key] = number;
      else knownOfMany.set(key, number);
    }
    index[i] = number - 1;
  }
  return { distinct, index };
}

/** The distinct rows of a numbering in some columns, row by row. */
export function gatherUniqueRows(
  blocks: readonly SupportVectorBlock[],
  columns: readonly number[],
  { distinct, index }: UniqueRows,
): Float64Array {
  const { length } = columns;
  const values = new Float64Array(distinct * length);
  /** The first support vector of each. */
  const firsts: number[] = [];
  index.forEach((k, i) => {
    firsts[k] ??= i;
  });
  columns.forEach((column, c) => {
    const block = blocks.find((block) => block.columns.includes(column))!;
    const at = block.columns.indexOf(column);
    firsts.forEach((i, k) => {
      values[k * length + c] = block.rows[block.index ? block.index[i]! : i]![at]!;
    });
  });
  return values;
}
