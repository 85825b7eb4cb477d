// SplineTransformer: each column becomes the values of B-splines. Mirrors
// sklearn.preprocessing.SplineTransformer.transform, and de Boor's recurrence as scipy's BSpline
// computes it (C. de Boor, "A Practical Guide to Splines", 1978, chapter X):
//
//   B[i, 0](x) = 1 where t[i] ≤ x < t[i+1], else 0
//   B[i, j](x) = w[i, j] · B[i, j−1](x) + (1 − w[i+1, j]) · B[i+1, j−1](x)
//   w[i, j] = (x − t[i]) / (t[i+j] − t[i])

import { hasLength } from "../model-file/report.js";
import type { SplineTransformerStep } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyToRow, type RowFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** Compiles `transform`. */
export function compileSplineTransformer(
  step: SplineTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { degree, knots, extrapolation, boundaries, include_bias: bias } = step;
  if (!step.handle_missing) program.requirePresent(columns);
  const ends = extrapolation === "boundaries" ? (boundaries ?? []) : undefined;
  if (ends) program.fits(ends, columns, `${path}/boundaries`);
  return columns.flatMap((column, i) => {
    const t = knots[i]!;
    const periodic = extrapolation === "periodic";
    const splines = t.length - degree - 1 - (periodic ? degree : 0);
    // Beyond the ends, the knots of a periodic spline may decrease by an ULP.
    const decreases = t.some((knot, k) => k > degree && k < t.length - degree && knot < t[k - 1]!);
    if (t.length < 2 * degree + 2 || decreases) {
      const received = decreases ? "numbers that decrease" : `${t.length}`;
      program.report(`${path}/knots/${i}`, `at least ${2 * degree + 2} ascending numbers`, received);
      return [];
    }
    const pair = ends?.[i];
    pair?.forEach(({ values, slopes }, end) => {
      const here = `${path}/boundaries/${i}/${end}`;
      hasLength(values, splines, "one per spline", `${here}/values`, program.report);
      hasLength(slopes, splines, "one per spline", `${here}/slopes`, program.report);
    });
    program.claim(((degree + 1) * (degree + 1)) / 8);
    const compute = evaluateSplines(t, degree, splines, extrapolation, pair);
    const written = applyToRow(compute, splines, [column], program, extrapolation === "error");
    if (extrapolation === "error") program.requireFinite(written);
    return written.slice(0, bias ? splines : -1);
  });
}

type Boundaries = NonNullable<SplineTransformerStep["boundaries"]>[number];

/** Returns the function that writes the values of all splines at row[0]. */
function evaluateSplines(
  knots: readonly number[],
  degree: number,
  splines: number,
  extrapolation: SplineTransformerStep["extrapolation"],
  boundaries: Boundaries | undefined,
): RowFunction {
  const last = knots.length - degree - 1;
  const low = boundaries?.[0]?.at ?? knots[degree]!;
  const high = boundaries?.[1]?.at ?? knots[last]!;
  const current = new Float64Array(degree + 1);
  const previous = new Float64Array(degree + 1);
  return (row, values) => {
    let x = row[0]!;
    values.fill(0);
    // Only NaN differs from itself: it is 0 in every spline.
    if (x !== x) return;
    if (extrapolation === "periodic") x = low + modulo(x - low, high - low);
    else if (extrapolation !== "continue" && (x < low || x > high)) {
      // Without boundaries scikit-learn raises an error. The runtime check finds the infinity.
      if (boundaries) continueLinearly(x, boundaries[x < low ? 0 : 1]!, values);
      else values.fill(Infinity);
      return;
    }
    let interval = degree;
    while (interval < last - 1 && x >= knots[interval + 1]!) interval++;

    current[0] = 1;
    for (let j = 1; j <= degree; j++) {
      previous.set(current);
      current[0] = 0;
      for (let n = 1; n <= j; n++) {
        const right = knots[interval + n]!;
        const left = knots[interval + n - j]!;
        // Knots repeat where quantiles do.
        const weight = right === left ? 0 : previous[n - 1]! / (right - left);
        current[n - 1]! += weight * (right - x);
        current[n] = weight * (x - left);
      }
    }
    for (let n = 0; n <= degree; n++) values[(interval + n - degree) % splines]! += current[n]!;
  };
}

/** Writes the values of all splines beyond an end, where they are straight lines. */
function continueLinearly(x: number, { at, values, slopes }: Boundaries[number], output: Float64Array): void {
  for (let i = 0; i < output.length; i++) output[i] = values[i]! + (x - at) * slopes[i]!;
}

/** Computes numpy's `%`, whose sign is the divisor's. */
function modulo(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}
