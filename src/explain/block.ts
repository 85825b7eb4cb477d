// A block of the background: rows that are computed together. Rows that are equal in the inputs of
// a node are one class of it, so what repeats among them is computed once.

import { type RowIds, uniquePairs } from "../svm/unique-rows.js";
import type { Factor } from "./factor.js";
import type { FactorTree } from "./factor-tree.js";

/** The classes of a node. */
interface NodeClasses {
  readonly count: number;
  /** The class of each row of the block. */
  readonly ofRow: Int32Array;
  /** The class of the left and of the right node for each class of a join. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Rows of the background, and the classes of each node of a tree. */
export interface Block {
  /** All cells of each row. */
  readonly rows: readonly Float64Array[];
  readonly nodes: readonly NodeClasses[];
  /** All cells of a row of each class, for each factor. */
  readonly classes: readonly (readonly Float64Array[])[];
}

const NONE = new Int32Array(0);

/** Finds the classes of a block. */
export function createBlock(rows: readonly Float64Array[], factors: readonly Factor[], { joins }: FactorTree): Block {
  const found = factors.map(({ players }) => classesOf(rows, players));
  const ids: RowIds[] = [...found];
  const nodes = found.map(({ distinct, index }): NodeClasses => {
    return { count: distinct, ofRow: index, left: NONE, right: NONE };
  });
  for (const { left, right } of joins) {
    const [one, other] = [ids[left]!, ids[right]!];
    const pairs = uniquePairs(one, other);
    ids.push(pairs);
    nodes.push({
      count: pairs.distinct,
      ofRow: pairs.index,
      left: Int32Array.from(pairs.firsts, (row) => one.index[row]!),
      right: Int32Array.from(pairs.firsts, (row) => other.index[row]!),
    });
  }
  return { rows, nodes, classes: found.map(({ firsts }) => firsts.map((row) => rows[row]!)) };
}

/** Returns which rows are equal in some cells. */
function classesOf(rows: readonly Float64Array[], cells: readonly number[]): RowIds & { readonly firsts: number[] } {
  const ids = new Map<string, number>();
  const firsts: number[] = [];
  const index = Int32Array.from(rows, (row, i) => {
    const key = cells.map((cell) => row[cell]).join();
    const id = ids.get(key) ?? firsts.push(i) - 1;
    ids.set(key, id);
    return id;
  });
  return { distinct: firsts.length, index, firsts };
}
