// The support vectors of a model file, blocks of repeating columns, as one dense matrix.

import type { Report } from "./report.js";
import type { SupportVectorBlock } from "./types.generated.js";

/** 1 GiB of float64. A short file can name that many by two long lists, and must not take the process down. */
const MAX_VALUES = 134_217_728;

/**
 * Unfolds the blocks.
 *
 * @param blocks as the file holds them
 * @param count support vectors, n
 * @param width transformed columns, d
 * @returns n × d values, row by row; zeros where a problem was reported
 */
export function unfoldSupportVectors(
  blocks: readonly SupportVectorBlock[],
  count: number,
  width: number,
  report: Report,
): Float64Array {
  const path = "/regressor/support_vectors";
  if (count * width > MAX_VALUES) {
    report(path, `expected at most ${MAX_VALUES} values, got ${count} support vectors of ${width} columns`);
    return new Float64Array(0);
  }
  const vectors = new Float64Array(count * width);
  const covered = new Uint8Array(width);
  blocks.forEach(({ columns, rows, index }, b) => {
    const here = `${path}/${b}`;
    columns.forEach((column, c) => {
      if (column >= width) report(`${here}/columns/${c}`, `expected a position below ${width}, got ${column}`);
      else if (covered[column]) report(`${here}/columns/${c}`, `names column ${column} a second time`);
      else covered[column] = 1;
    });
    rows.forEach((row, r) => {
      if (row.length !== columns.length)
        report(`${here}/rows/${r}`, `expected ${columns.length} numbers, one per column, got ${row.length}`);
    });
    const length = index?.length ?? rows.length;
    if (length !== count)
      report(`${here}/${index ? "index" : "rows"}`, `expected ${count} items, one per support vector, got ${length}`);
    for (let i = 0; i < length && i < count; i++) {
      const row = rows[index ? index[i]! : i];
      if (row === undefined)
        report(`${here}/index/${i}`, `expected a position below ${rows.length}, got ${index?.[i]}`);
      else if (row.length === columns.length)
        for (let c = 0; c < row.length; c++) vectors[i * width + columns[c]!] = row[c]!;
    }
  });
  const absent = covered.indexOf(0);
  if (absent !== -1) report(path, `lacks column ${absent}`);
  return vectors;
}
