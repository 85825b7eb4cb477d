// QuantileTransformer: the quantile of a value among those of the training data, uniform or as a
// normal variate. Mirrors sklearn.preprocessing.QuantileTransformer._transform_col. Where quantiles
// repeat, it takes the mean of the interpolations from either side.

import { checkLengths } from "../model-file/report.js";
import type { QuantileTransformerStep } from "../model-file/types.generated.js";
import { ndtr, ndtri } from "../numeric/normal.js";
import type { Column } from "../program/column.js";
import { applyFunctions, type ColumnFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** How close to 0 or 1 a probability counts as 0 or 1, if the output is normal. */
const BOUNDS_THRESHOLD = 1e-7;

/** Compiles `transform`, or `inverse_transform`. */
export function compileQuantileTransformer(
  { quantiles, references, output_distribution: distribution }: QuantileTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  checkLengths(quantiles, references.length, 'as "references"', `${path}/quantiles`, program.report);
  const normal = distribution === "normal";
  // Once for all columns, because they take a microsecond each.
  const lowest = ndtri(BOUNDS_THRESHOLD - Number.EPSILON);
  const highest = ndtri(1 - (BOUNDS_THRESHOLD - Number.EPSILON));
  const toNormal = (p: number): number => Math.min(highest, Math.max(lowest, ndtri(p)));
  const functions = quantiles.map((values) =>
    inverse ? valueAt(values, references, normal) : quantileOf(values, references, normal && toNormal),
  );
  return applyFunctions(functions, columns, program);
}

/**
 * Returns the function from a value to its quantile.
 *
 * @param normal makes a normal variate of a probability, if the output is normal
 */
function quantileOf(
  quantiles: readonly number[],
  references: readonly number[],
  normal: ((p: number) => number) | false,
): ColumnFunction {
  const low = quantiles[0]!;
  const high = quantiles[quantiles.length - 1]!;
  const mirroredQuantiles = mirror(quantiles);
  const mirroredReferences = mirror(references);
  return (x) => {
    if (x !== x) return x;
    let p = 0.5 * (interpolate(x, quantiles, references) - interpolate(-x, mirroredQuantiles, mirroredReferences));
    if (normal ? x + BOUNDS_THRESHOLD > high : x === high) p = 1;
    if (normal ? x - BOUNDS_THRESHOLD < low : x === low) p = 0;
    return normal ? normal(p) : p;
  };
}

/** Returns the function from a quantile to its value. */
function valueAt(quantiles: readonly number[], references: readonly number[], normal: boolean): ColumnFunction {
  return (y) => {
    const p = normal ? ndtr(y) : y;
    if (normal ? p - BOUNDS_THRESHOLD < 0 : p === 0) return quantiles[0]!;
    if (normal ? p + BOUNDS_THRESHOLD > 1 : p === 1) return quantiles[quantiles.length - 1]!;
    return interpolate(p, references, quantiles);
  };
}

/** Returns the negated numbers in the opposite order. */
function mirror(values: readonly number[]): number[] {
  return values.map((value) => -value).reverse();
}

/** Computes numpy.interp(x, xs, ys), operation for operation. */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  // Counts the xs at x or below by bisection. They do not decrease.
  let count = 0;
  for (let above = xs.length; count < above; ) {
    const middle = (count + above) >> 1;
    if (x >= xs[middle]!) count = middle + 1;
    else above = middle;
  }
  if (count === 0) return ys[0]!;
  const j = count - 1;
  if (count === xs.length || xs[j] === x) return ys[j]!;
  return ((ys[count]! - ys[j]!) / (xs[count]! - xs[j]!)) * (x - xs[j]!) + ys[j]!;
}
