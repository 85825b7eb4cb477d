// The support vectors of a model file: blocks of columns that repeat together.

import { arePositions, checkLengths, hasLength, type Report } from "./report.js";
import type { SupportVectorBlock } from "./types.generated.js";

/**
 * 1 GiB of float64. Two long lists in a short file can claim as many, and must not exhaust the
 * memory.
 */
const MAX_VALUES = 134_217_728;

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
  if (count * width > MAX_VALUES)
    report(path, `at most ${MAX_VALUES} values`, `${count} support vectors of ${width} columns`);
  const covered = new Uint8Array(width);
  blocks.forEach((block, b) => {
    checkBlock(block, count, covered, `${path}/${b}`, report);
  });
  const absent = covered.indexOf(0);
  if (absent !== -1) report(path, `${width} columns`, `no column ${absent}`);
}

/**
 * Checks that the parts of a block fit each other and the support vectors. Marks its columns as
 * covered.
 */
function checkBlock(
  { columns, rows, index }: SupportVectorBlock,
  count: number,
  covered: Uint8Array,
  path: string,
  report: Report,
): void {
  arePositions(columns, covered.length, `${path}/columns`, report);
  columns.forEach((column, c) => {
    if (covered[column]) report(`${path}/columns/${c}`, "each column once", `column ${column} again`);
    else covered[column] = 1;
  });
  checkLengths(rows, columns.length, "one per column", `${path}/rows`, report);
  hasLength(index ?? rows, count, "one per support vector", path + (index ? "/index" : "/rows"), report);
  if (index) arePositions(index, rows.length, `${path}/index`, report);
}
