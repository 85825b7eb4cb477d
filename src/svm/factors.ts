// Factors: how support vectors share work. The RBF kernel factorises over groups of columns,
// exactly:
//
//   K(x, s) = exp(−γ · ‖x − s‖²) = Π_g exp(−γ · ‖x_g − s_g‖²)
//
// Within a group support vectors repeat: 540 of them may come from 36 people. A group costs an
// exponential for each distinct row of the support vectors in it. A join of two groups costs a
// product for each distinct pair of their rows. So little is left to do for each support vector.
//
// The exporter chooses the groups and the joins. Any choice predicts the same, up to rounding.

import { arePermutation, arePositions, type Report } from "../model-file/report.js";
import type { Factors, SupportVectorBlock } from "../model-file/types.generated.js";
import { allEqual, type UniqueRows, uniquePairs, uniqueRows } from "./unique-rows.js";

/** Some columns, and their distinct rows: a group, or two nodes that were joined. */
export interface Node extends UniqueRows {
  readonly columns: readonly number[];
  /** The two nodes of a join. Empty for a group. */
  readonly joined: readonly Node[];
}

/** All columns in three nodes, two of which may have no column. */
export interface FactorPlan {
  readonly first: Node;
  readonly second: Node;
  /** Categories of few combinations, by the exporter's choice. */
  readonly last: Node;
  /** The distinct pairs of rows of the first and the second node. */
  readonly pairs: UniqueRows;
  /** The distinct combinations of pairs and rows of the last node. */
  readonly combinations: UniqueRows;
}

/** Checks that each column is in one group, and that each node is used once, after it was made. */
export function checkFactors(
  { groups, joins, first, second, last }: Factors,
  width: number,
  path: string,
  report: Report,
): void {
  arePermutation(groups.flat(), width, `${path}/groups`, report);
  joins.forEach((nodes, k) => {
    arePositions(nodes, groups.length + k, `${path}/joins/${k}`, report);
  });
  const uses = [...joins.flat(), ...[first, second, last].filter((node) => node !== undefined)];
  arePermutation(uses, groups.length + joins.length, path, report);
}

/** Finds the distinct rows of each node. */
export function planFactors(
  { groups, joins, first, second, last }: Factors,
  blocks: readonly SupportVectorBlock[],
  count: number,
): FactorPlan {
  const nodes = groups.map((columns): Node => ({ columns, joined: [], ...uniqueRows(blocks, columns, count) }));
  for (const [a, b] of joins) nodes.push(join(nodes[a!]!, nodes[b!]!));
  const [one, two, three] = [first, second, last].map(
    (node): Node => nodes[node ?? -1] ?? { columns: [], joined: [], ...allEqual(count) },
  );
  const pairs = uniquePairs(one!, two!);
  return { first: one!, second: two!, last: three!, pairs, combinations: uniquePairs(pairs, three!) };
}

function join(a: Node, b: Node): Node {
  return { columns: [...a.columns, ...b.columns], joined: [a, b], ...uniquePairs(a, b) };
}

/** Describes a plan: exponentials and columns of each group, then products. */
export function describePlan({ first, second, last, pairs, combinations }: FactorPlan): string {
  const groups: string[] = [];
  let products =
    (first.columns[0] === undefined ? 0 : pairs.distinct) + (last.columns[0] === undefined ? 0 : combinations.distinct);
  const describe = ({ joined, distinct, columns }: Node): void => {
    if (joined[0]) products += distinct;
    else if (columns[0] !== undefined) groups.push(`${distinct} of ${columns.length}`);
    joined.forEach(describe);
  };
  [first, second, last].forEach(describe);
  return `factored: ${groups.join(", ")}; ${products} products`;
}
