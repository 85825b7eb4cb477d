// Unique rows: which support vectors are equal in some columns. Each distinct row gets an id, in
// the order of first occurrences.
//
// The columns of one block repeat with the rows of the block. So their unique rows are found among
// these few first.

import type { SupportVectorBlock } from "../model-file/types.generated.js";

/** Which rows are equal in some columns: those of all support vectors, or of a block. */
export interface RowIds {
  /** How many ids there are. */
  readonly distinct: number;
  /** The id of each row, from 0 to `distinct` − 1. */
  readonly index: Int32Array;
}

/** The distinct rows of support vectors in some columns. */
export interface UniqueRows extends RowIds {
  /** The first support vector with each id. Ids are in this order. */
  readonly firsts: readonly number[];
}

/** Returns the unique rows of no column, in which all support vectors are equal. */
export function allEqual(count: number): UniqueRows {
  return { distinct: Math.min(1, count), index: new Int32Array(count), firsts: [0].slice(0, count) };
}

/**
 * Finds the unique rows of the support vectors in some columns.
 *
 * @param count support vectors, n
 */
export function uniqueRows(
  blocks: readonly SupportVectorBlock[],
  columns: readonly number[],
  count: number,
): UniqueRows {
  const wanted = new Set(columns);
  let unique = allEqual(count);
  for (const { columns: own, rows, index } of blocks) {
    let ofBlock = allEqual(rows.length);
    own.forEach((column, at) => {
      // In most models the first column tells all support vectors apart.
      if (wanted.has(column) && ofBlock.distinct < rows.length && unique.distinct < count)
        ofBlock = uniquePairs(ofBlock, uniqueValues(rows, at));
    });
    // Pairs number the ids anew, and leave out rows that no support vector has.
    if (ofBlock.distinct > 1) unique = uniquePairs(unique, ofBlock, index);
  }
  return unique;
}

/** Finds the distinct values of a column of a block. */
function uniqueValues(rows: readonly (readonly number[])[], at: number): RowIds {
  const ids = new Map<number, number>();
  const index = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const value = rows[row]![at]!;
    const id = ids.get(value) ?? ids.size;
    ids.set(value, id);
    index[row] = id;
  }
  return { distinct: ids.size, index };
}

/**
 * The largest table of pairs, per support vector. A larger one is mostly empty and takes longer to
 * allocate than to use, so a Map serves instead.
 */
const TABLE_PER_VECTOR = 32;

/**
 * Finds the distinct pairs of rows: the unique rows of the columns of both.
 *
 * @param rowOf the row of the second for each row of the first. Default: the same
 */
export function uniquePairs(first: RowIds, second: RowIds, rowOf?: readonly number[]): UniqueRows {
  const { length } = first.index;
  const index = new Int32Array(length);
  const firsts: number[] = [];
  const size = first.distinct * second.distinct;
  // Ids are kept plus 1, so that 0 stands for none.
  const table = size < length * TABLE_PER_VECTOR ? new Int32Array(size) : undefined;
  const map = table ? undefined : new Map<number, number>();
  for (let i = 0; i < length; i++) {
    const pair = first.index[i]! * second.distinct + second.index[rowOf ? rowOf[i]! : i]!;
    let id = table ? table[pair]! : map!.get(pair);
    if (!id) {
      id = firsts.push(i);
      if (table) table[pair] = id;
      else map!.set(pair, id);
    }
    index[i] = id - 1;
  }
  return { distinct: firsts.length, index, firsts };
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
  { distinct, firsts }: UniqueRows,
): Float64Array {
  const { length } = columns;
  const values = new Float64Array(distinct * length);
  const placeOf = new Map(columns.map((column, c) => [column, c]));
  for (const { columns: own, rows, index: rowOf } of blocks) {
    own.forEach((column, at) => {
      const place = placeOf.get(column);
      if (place === undefined) return;
      for (let id = 0, to = place; id < distinct; id++, to += length) {
        const i = firsts[id]!;
        values[to] = rows[rowOf ? rowOf[i]! : i]![at]!;
      }
    });
  }
  return values;
}
