// Unique rows: which support vectors are equal in some columns. Each distinct row gets an id, in
// the order of first occurrences.

import type { SupportVectorBlock } from "../model-file/types.generated.js";

/** The distinct rows of all support vectors in some columns. */
export interface UniqueRows {
  /** How many there are. */
  readonly distinct: number;
  /** The id of each support vector's row, from 0 to `distinct` − 1. */
  readonly index: Int32Array;
}

/**
 * Finds the distinct values of a column.
 *
 * @param block holds the column
 * @param at position of the column in the block
 * @param count support vectors, n
 * @param sample support vectors to read before giving up
 * @returns undefined once more than half of the values read so far are distinct, but not before
 * `sample` values
 */
export function uniqueValues(
  { rows, index: rowOf }: SupportVectorBlock,
  at: number,
  count: number,
  sample: number,
): UniqueRows | undefined {
  // Ids are kept plus 1, so that 0 stands for none.
  const idOfValue = new Map<number, number>();
  const idOfRow = new Int32Array(rows.length);
  const index = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const row = rowOf ? rowOf[i]! : i;
    let id = idOfRow[row]!;
    if (id === 0) {
      const value = rows[row]![at]!;
      id = idOfValue.get(value) ?? idOfValue.size + 1;
      if (id > idOfValue.size) {
        if (i >= sample && id > i / 2) return undefined;
        idOfValue.set(value, id);
      }
      idOfRow[row] = id;
    }
    index[i] = id - 1;
  }
  return { distinct: idOfValue.size, index };
}

/** Returns the unique rows of no column, in which all support vectors are equal. */
export function allEqual(count: number): UniqueRows {
  return { distinct: Math.min(1, count), index: new Int32Array(count) };
}

/**
 * The largest table of pairs, per support vector. A larger one is mostly empty and takes longer to
 * allocate than to use, so a Map serves instead.
 */
const TABLE_PER_VECTOR = 32;

/**
 * Finds the distinct pairs of rows: the unique rows of the columns of both.
 *
 * @param limit stops once there are so many pairs. The index is then incomplete
 */
export function uniquePairs(first: UniqueRows, second: UniqueRows, limit: number): UniqueRows {
  const { length } = first.index;
  const index = new Int32Array(length);
  let distinct = 0;
  const size = first.distinct * second.distinct;
  // Ids are kept plus 1, so that 0 stands for none.
  const table = size < length * TABLE_PER_VECTOR ? new Int32Array(size) : undefined;
  const map = new Map<number, number>();
  for (let i = 0; i < length && distinct < limit; i++) {
    const pair = first.index[i]! * second.distinct + second.index[i]!;
    let id = table ? table[pair]! : (map.get(pair) ?? 0);
    if (id === 0) {
      id = ++distinct;
      if (table) table[pair] = id;
      else map.set(pair, id);
    }
    index[i] = id - 1;
  }
  return { distinct, index };
}

/**
 * Gathers the values of unique rows.
 *
 * @param columns those of the unique rows
 * @returns `distinct` × `columns.length` numbers, row by row in the order of the ids
 */
export function gatherUniqueRows(
  blocks: readonly SupportVectorBlock[],
  columns: readonly number[],
  { distinct, index }: UniqueRows,
): Float64Array {
  const { length } = columns;
  const values = new Float64Array(distinct * length);
  /** The first support vector with each row. */
  const firsts: number[] = [];
  index.forEach((id, i) => {
    firsts[id] ??= i;
  });
  columns.forEach((column, c) => {
    const block = blocks.find((block) => block.columns.includes(column))!;
    const at = block.columns.indexOf(column);
    firsts.forEach((i, id) => {
      values[id * length + c] = block.rows[block.index ? block.index[i]! : i]![at]!;
    });
  });
  return values;
}
