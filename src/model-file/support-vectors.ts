// The support vectors of a model file: blocks of columns that repeat together.

import { arePermutation, arePositions, checkLengths, hasLength, type Report } from "./report.js";
import type { SupportVectorBlock } from "./types.generated.js";

/**
 * Checks that the blocks hold every column of every support vector once.
 *
 * @param count support vectors, n
 * @param width features, d
 * @param path of the blocks in the model file
 */
export function checkSupportVectors(
  blocks: readonly SupportVectorBlock[],
  count: number,
  width: number,
  path: string,
  report: Report,
): void {
  const columns = blocks.flatMap((block) => block.columns);
  arePermutation(columns, width, path, report);
  blocks.forEach(({ columns, rows, index }, b) => {
    const here = `${path}/${b}`;
    checkLengths(rows, columns.length, "one per column", `${here}/rows`, report);
    hasLength(index ?? rows, count, "one per support vector", here + (index ? "/index" : "/rows"), report);
    if (index) arePositions(index, rows.length, `${here}/index`, report);
  });
}
