// Deduplicated support vectors. Those that are equal in every column have the same kernel for every
// row, so one of them does, with the sum of their coefficients.

import type { BlockedSvr, DenseSvr } from "./svr.js";
import { gatherUniqueRows, uniqueRows } from "./unique-rows.js";

/**
 * Returns the same function with each support vector once, in the order of their first occurrences.
 */
export function mergeEqual(svr: BlockedSvr): DenseSvr {
  const { dualCoef: all, blocks, width } = svr;
  const columns = Array.from({ length: width }, (_, c) => c);
  const rows = uniqueRows(blocks, columns, all.length);
  const dualCoef = new Float64Array(rows.distinct);
  rows.index.forEach((id, i) => {
    dualCoef[id]! += all[i]!;
  });
  return { ...svr, dualCoef, supportVectors: gatherUniqueRows(blocks, columns, rows) };
}
