// Unique rows: which support vectors are equal in some columns. Each distinct row gets an id, in
// the order of first occurrences.
//
// The columns of one block repeat with the rows of the block. So their unique rows are found among
// these few, with the same ids, and are spread over all support vectors where columns of several
// blocks meet.

import type { SupportVectorBlock } from "../model-file/types.generated.js";

/** The distinct rows in some columns, of all support vectors or of the rows of a block. */
export interface UniqueRows {
  /** How many there are. */
  readonly distinct: number;
  /** The id of each support vector's row, or of each block row, from 0 to `distinct` − 1. */
  readonly index: Int32Array;
}

/** The rows of a block that support vectors have, in the order of first occurrences. */
export interface BlockRows {
  readonly rows: readonly (readonly number[])[];
  /** The first support vector with each row. Undefined if each support vector has its own row. */
  readonly firsts: readonly number[] | undefined;
  /** The row of each support vector. Undefined as well then. */
  readonly rowOf: Int32Array | undefined;
}

/** Returns the rows of a block in the order of first occurrences. */
export function blockRows({ rows, index }: SupportVectorBlock): BlockRows {
  if (!index) return { rows, firsts: undefined, rowOf: undefined };
  // Positions are kept plus 1, so that 0 stands for none.
  const positions = new Int32Array(rows.length);
  const firsts: number[] = [];
  const rowOf = new Int32Array(index.length);
  for (let i = 0; i < index.length; i++) {
    const row = index[i]!;
    if (positions[row] === 0) positions[row] = firsts.push(i);
    rowOf[i] = positions[row]! - 1;
  }
  return { rows: firsts.map((i) => rows[index[i]!]!), firsts, rowOf };
}

/**
 * Spreads the unique rows of a block's rows over all support vectors.
 *
 * @param block undefined if they are those of all support vectors already
 */
export function spread({ distinct, index }: UniqueRows, block: BlockRows | undefined): UniqueRows {
  const rowOf = block?.rowOf;
  if (!rowOf) return { distinct, index };
  const all = new Int32Array(rowOf.length);
  for (let i = 0; i < all.length; i++) all[i] = index[rowOf[i]!]!;
  return { distinct, index: all };
}

/**
 * Finds the distinct values of a column among the rows of its block.
 *
 * @param at position of the column in the block
 * @param sample support vectors to read before giving up
 * @returns undefined once more than half of the values read so far are distinct, but not before
 * `sample` values
 */
export function uniqueValues({ rows, firsts }: BlockRows, at: number, sample: number): UniqueRows | undefined {
  const ids = new Map<number, number>();
  const index = new Int32Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const value = rows[r]![at]!;
    let id = ids.get(value);
    if (id === undefined) {
      id = ids.size;
      const read = firsts ? firsts[r]! : r;
      if (read >= sample && id >= read / 2) return undefined;
      ids.set(value, id);
    }
    index[r] = id;
  }
  return { distinct: ids.size, index };
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
  for (let i = 0; firsts.length < distinct; i++) if (index[i] === firsts.length) firsts.push(i);
  for (let c = 0; c < length; c++) {
    const column = columns[c]!;
    const { columns: own, rows, index: rowOf } = blocks.find((block) => block.columns.includes(column))!;
    const at = own.indexOf(column);
    for (let id = 0, to = c; id < distinct; id++, to += length) {
      const i = firsts[id]!;
      values[to] = rows[rowOf ? rowOf[i]! : i]![at]!;
    }
  }
  return values;
}
