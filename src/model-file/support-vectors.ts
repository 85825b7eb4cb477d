// The support vectors of a model file: blocks of columns that repeat together.

import { arePositions, checkLengths, hasLength, type Report } from "./report.js";
import type { SupportVectorBlock } from "./types.generated.js";

/** 1 GiB of float64. A short file can claim that many by two long lists, and must not take the process down. */
const MAX_VALUES = 134_217_728;

/**
 * Checks that the blocks hold every column of every support vector once.
 *
 * @param blocks as the file holds them
 * @param count support vectors, n
 * @param width transformed columns, d
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
    report(path, `expected at most ${MAX_VALUES} values, got ${count} support vectors of ${width} columns`);
  const covered = new Uint8Array(width);
  blocks.forEach((block, b) => {
    checkBlock(block, count, covered, `${path}/${b}`, report);
  });
  const absent = covered.indexOf(0);
  if (absent !== -1) report(path, `lacks column ${absent}`);
}

/** Checks that the block's parts fit each other and what surrounds them; marks its columns as covered. */
function checkBlock(
  { columns, rows, index }: SupportVectorBlock,
  count: number,
  covered: Uint8Array,
  path: string,
  report: Report,
): void {
  arePositions(columns, covered.length, `${path}/columns`, report);
  columns.forEach((column, c) => {
    if (covered[column]) report(`${path}/columns/${c}`, `names column ${column} twice`);
    else covered[column] = 1;
  });
  checkLengths(rows, columns.length, "items, one per column", `${path}/rows`, report);
  hasLength(index ?? rows, count, "items, one per support vector", path + (index ? "/index" : "/rows"), report);
  if (index) arePositions(index, rows.length, `${path}/index`, report);
}
