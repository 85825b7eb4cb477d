// Normalizer: each row divided by its norm. Mirrors sklearn.preprocessing.normalize, where a norm
// below `least` counts as 1.

import type { NormalizerStep } from "../model-file/types.generated.js";
import { sqrt } from "../numeric/sqrt.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

const NORMS: { readonly [norm in NormalizerStep["norm"]]: (row: Float64Array) => number } = {
  l1(row) {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += Math.abs(row[i]!);
    return sum;
  },
  l2(row) {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i]! * row[i]!;
    return sqrt(sum);
  },
  max(row) {
    let largest = 0;
    for (let i = 0; i < row.length; i++) largest = Math.max(largest, Math.abs(row[i]!));
    return largest;
  },
};

/** Compiles `transform`. */
export function compileNormalizer(
  { norm, least }: NormalizerStep,
  columns: readonly Column[],
  _path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const normOf = NORMS[norm];
  const normalize = (row: Float64Array, normalized: Float64Array): void => {
    const size = normOf(row);
    const divisor = size < least ? 1 : size;
    for (let i = 0; i < row.length; i++) normalized[i] = row[i]! / divisor;
  };
  return applyToRow(normalize, columns.length, columns, program);
}
