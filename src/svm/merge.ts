// Deduplicated support vectors. Those that are equal in every column have the same kernel for every
// row, so one of them does, with the sum of their coefficients.

import type { BlockedSvr, DenseSvr } from "./svr.js";
import { allEqual, blockRows, gatherUniqueRows, spread, uniquePairs, uniqueValues } from "./unique-rows.js";

/**
 * Returns the same function with each support vector once, in the order of their first occurrences.
 */
export function mergeEqual(svr: BlockedSvr): DenseSvr {
  const { dualCoef: all, blocks, width } = svr;
  const { length } = all;
  let rows = allEqual(length);
  // In most models the first column tells all of them apart.
  for (const source of blocks) {
    const block = blockRows(source);
    for (let at = 0; at < source.columns.length && rows.distinct < length; at++)
      rows = uniquePairs(rows, spread(uniqueValues(block, at, Infinity)!, block), Infinity);
  }
  const dualCoef = new Float64Array(rows.distinct);
  rows.index.forEach((id, i) => {
    dualCoef[id]! += all[i]!;
  });
  const columns = Array.from({ length: width }, (_, c) => c);
  return { ...svr, dualCoef, supportVectors: gatherUniqueRows(blocks, columns, rows) };
}
