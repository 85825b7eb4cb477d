// Binarizer and KBinsDiscretizer: whether a value is above a threshold, and which bin it is in.
// Mirrors their `transform` in sklearn.preprocessing. A value equal to the threshold gives 0. A
// value equal to an inner edge lies in the bin above it.

import type { BinarizerStep, KBinsDiscretizerStep } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyFunctions, applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** What a bin is, whatever the column was computed from. */
const FINITE: Partial<Column> = { missing: false, partial: false };

/** Compiles Binarizer. */
export function compileBinarizer(
  { threshold }: BinarizerStep,
  columns: readonly Column[],
  _path: string,
  program: ProgramBuilder,
): readonly Column[] {
  return applyFunctions((value) => (value > threshold ? 1 : 0), columns, program, FINITE);
}

/** Compiles KBinsDiscretizer: one column per input column, or one per bin. */
export function compileKBinsDiscretizer(
  { bin_edges: edges, encode }: KBinsDiscretizerStep,
  columns: readonly Column[],
  _path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (encode === "ordinal") {
    const functions = edges.map((inner) => (value: number) => binOf(value, inner));
    return applyFunctions(functions, columns, program, FINITE);
  }
  return columns.flatMap((column, i) => {
    const inner = edges[i]!;
    const encodeBin = (row: Float64Array, hot: Float64Array): void => {
      hot.fill(0);
      hot[binOf(row[0]!, inner)] = 1;
    };
    return applyToRow(encodeBin, inner.length + 1, [column], program);
  });
}

/**
 * Returns how many inner edges the value has reached, as `numpy.searchsorted(edges, value,
 * side="right")`.
 */
function binOf(value: number, edges: readonly number[]): number {
  let bin = 0;
  while (bin < edges.length && value >= edges[bin]!) bin++;
  return bin;
}
