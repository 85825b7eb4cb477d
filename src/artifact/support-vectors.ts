// The support vectors of a model file, blocks of columns that repeat, as one dense matrix.

import { arePositions, checkLengths, hasLength, type Report } from "./report.js";
import type { SupportVectorBlock } from "./types.generated.js";

/** 1 GiB of float64. A short file can claim that many by two long lists, and must not take the process down. */
const MAX_VALUES = 134_217_728;

/**
 * Unfolds the blocks.
 *
 * @param blocks as the file holds them
 * @param count support vectors, n
 * @param width transformed columns, d
 * @param path of the blocks in the model file
 * @returns n × d values, row by row; means nothing where a problem was reported
 */
export function unfoldSupportVectors(
  blocks: readonly SupportVectorBlock[],
  count: number,
  width: number,
  path: string,
  report: Report,
): Float64Array {
  if (count * width > MAX_VALUES) {
    report(path, `expected at most ${MAX_VALUES} values, got ${count} support vectors of ${width} columns`);
    return new Float64Array(0);
  }
  const vectors = new Float64Array(count * width);
  const covered = new Uint8Array(width);
  blocks.forEach((block, b) => {
    if (isConsistent(block, count, covered, `${path}/${b}`, report)) copyBlock(block, count, width, vectors);
  });
  const absent = covered.indexOf(0);
  if (absent !== -1) report(path, `lacks column ${absent}`);
  return vectors;
}

/** Whether the block's parts fit each other and what surrounds them; marks its columns as covered. */
function isConsistent(
  { columns, rows, index }: SupportVectorBlock,
  count: number,
  covered: Uint8Array,
  path: string,
  report: Report,
): boolean {
  let fits = true;
  const refuse = (where: string, message: string): void => {
    report(path + where, message);
    fits = false;
  };
  arePositions(columns, covered.length, "/columns", refuse);
  columns.forEach((column, c) => {
    if (covered[column]) refuse(`/columns/${c}`, `names column ${column} twice`);
    else covered[column] = 1;
  });
  checkLengths(rows, columns.length, "items, one per column", "/rows", refuse);
  hasLength(index ?? rows, count, "items, one per support vector", index ? "/index" : "/rows", refuse);
  if (index) arePositions(index, rows.length, "/index", refuse);
  return fits;
}

/** Writes the block's columns. Consecutive ones are copied at once, which takes a tenth off the time to load. */
function copyBlock(
  { columns, rows, index }: SupportVectorBlock,
  count: number,
  width: number,
  vectors: Float64Array,
): void {
  for (let from = 0, to = 1; from < columns.length; from = to++) {
    while (columns[to] === columns[to - 1]! + 1) to++;
    const parts = rows.map((row) => Float64Array.from(row.slice(from, to)));
    for (let i = 0; i < count; i++) vectors.set(parts[index ? index[i]! : i]!, i * width + columns[from]!);
  }
}
