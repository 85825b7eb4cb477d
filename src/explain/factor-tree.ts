// The tree in which the factors of an RBF kernel are multiplied. A leaf is a component: inputs that
// share columns. It has a row for each distinct row of the support vectors in its columns. A join
// of two nodes has a row for each distinct pair of their rows, so that what repeats among the
// support vectors is computed once. The rows of the root are the distinct support vectors.

import { type RowIds, uniquePairs } from "../svm/unique-rows.js";

/** Two nodes joined. Its rows are in the order of those of the left node. */
interface Join {
  /** Positions of nodes: the leaves in their order, then the joins in theirs. */
  readonly left: number;
  readonly right: number;
  /** Where the rows of each row of the left node begin, and the number of all rows. */
  readonly starts: Int32Array;
  /** The row of the right node for each row. */
  readonly rightRows: Int32Array;
}

/** The tree, and how many rows each node has. */
export interface FactorTree {
  readonly joins: readonly Join[];
  /** Position of the root: of the last node. */
  readonly root: number;
  readonly rowCounts: readonly number[];
  /** The row of the root for each support vector. */
  readonly rootRows: Int32Array;
}

/**
 * Joins the leaves to one root, the two nodes with the fewest distinct pairs first.
 *
 * @param leaves at least one: the row of each support vector in it
 */
export function joinLeaves(leaves: readonly RowIds[]): FactorTree {
  const nodes: RowIds[] = [...leaves];
  const joins: Join[] = [];
  const open = new Set(nodes.keys());
  /** Distinct pairs of two nodes, by their positions. */
  const counts: number[][] = [];
  const countOf = (a: number, b: number): number => {
    const [one, other] = [nodes[a]!, nodes[b]!];
    const known = Math.max(one.distinct, other.distinct);
    // Where each support vector has a row of its own, there is nothing to count.
    if (known === one.index.length) return known;
    counts[a] ??= [];
    counts[a][b] ??= uniquePairs(one, other).distinct;
    return counts[a][b];
  };
  while (open.size > 1) {
    let best: { readonly a: number; readonly b: number; readonly score: number } | undefined;
    for (const a of open)
      for (const b of open) {
        if (b <= a) continue;
        const score = countOf(a, b);
        if (!best || score < best.score) best = { a, b, score };
      }
    const { a, b } = best!;
    const joined = join(a, nodes[a]!, b, nodes[b]!);
    joins.push(joined.join);
    open.delete(a);
    open.delete(b);
    open.add(nodes.push(joined.ids) - 1);
  }
  const root = nodes.length - 1;
  return { joins, root, rowCounts: nodes.map(({ distinct }) => distinct), rootRows: nodes[root]!.index };
}

function join(a: number, left: RowIds, b: number, right: RowIds): { readonly join: Join; readonly ids: RowIds } {
  const { distinct, firsts, index } = uniquePairs(left, right);
  const order = Array.from(firsts, (_, id) => id).sort((x, y) => left.index[firsts[x]!]! - left.index[firsts[y]!]!);
  const rank = new Int32Array(distinct);
  const starts = new Int32Array(left.distinct + 1);
  const rightRows = new Int32Array(distinct);
  order.forEach((id, row) => {
    rank[id] = row;
    rightRows[row] = right.index[firsts[id]!]!;
    starts[left.index[firsts[id]!]! + 1]!++;
  });
  for (let row = 0; row < left.distinct; row++) starts[row + 1]! += starts[row]!;
  return {
    join: { left: a, right: b, starts, rightRows },
    ids: { distinct, index: index.map((id) => rank[id]!) },
  };
}
