// exp(x) with the same bits in every engine: only IEEE 754 operations that ECMAScript defines
// exactly, never the engine's own function.
//
//   exp(x) = 2^m · 2^(j/128) · exp(r),   128·m + j = round(x · 128/ln2),   |r| ≤ ln2/256
//
// 2^(j/128) comes from a table with a low-order part, exp(r) from its Taylor series. The first term
// left out is below 2^-71. The method is P. T. P. Tang's, "Table-driven implementation of the
// exponential function in IEEE floating-point arithmetic", ACM TOMS 15 (1989). Error: at most 0.51
// ULP, also where the result is subnormal (test/numeric/exp.test.ts).

import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./constants.js";
import { widen } from "./double-double.js";
import { expDoubleDouble, roundExponential } from "./exp-double-double.js";
import { packedDoubles } from "./packed-doubles.js";
import { powersOfTwo, rootsOfTwo } from "./tables.js";

/** For each j the double nearest to 2^(j/128), then its relative error. */
const roots: Float64Array = /* @__PURE__ */ Float64Array.from(
  rootsOfTwo.flatMap(({ high, low }) => [high, low / high]),
);

/**
 * The constants of `exponentials`. Adding and subtracting 1.5 · 2^52 rounds to the nearest integer,
 * ties to even. The result is a normal number for |x| < 708. The last five are 1/n! of the Taylor
 * series.
 */
const constants = [STEP_LOW, STEP_HIGH, STEPS_PER_UNIT, 6755399441055744, 708, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720];

/**
 * Computes the exponential function.
 *
 * @param x any number
 * @returns e^x to 0.51 ULP: 0 below −745.13…, Infinity above 709.78…, NaN for NaN
 */
export function exp(x: number): number {
  const one = packedDoubles(1);
  one[0] = x;
  exponentials(1, one, 0, 1);
  return one[0]!;
}

/** Replaces `count` values, from `from` on, by exp(factor · value), with the bits of `exp`. */
export function exponentials(factor: number, values: number[], from: number, count: number): void {
  // Variables stay in registers. V8 would load literals anew in each round, which takes a quarter
  // longer.
  const stepLow = constants[0]!;
  const stepHigh = constants[1]!;
  const stepsPerUnit = constants[2]!;
  const rounder = constants[3]!;
  const limit = constants[4]!;
  const taylor2 = constants[5]!;
  const taylor3 = constants[6]!;
  const taylor4 = constants[7]!;
  const taylor5 = constants[8]!;
  const taylor6 = constants[9]!;
  for (let i = from, end = from + count; i < end; i++) {
    const x = factor * values[i]!;
    const steps = x * stepsPerUnit + rounder - rounder;
    const j = 2 * (steps & 127);
    const r = x - steps * stepHigh - steps * stepLow;
    const r2 = r * r;
    // exp(r) − 1 and the low-order part of the table. The largest, r, is added last, so that only
    // its rounding counts.
    const growth =
      r + (roots[j + 1]! + (r2 * (taylor2 + r * taylor3) + r2 * r2 * (taylor4 + r * taylor5 + r2 * taylor6)));
    const root = roots[j]!;
    values[i] = Math.abs(x) < limit ? (root + root * growth) * powersOfTwo[(steps >> 7) + 1022]! : expAtTheEnds(x);
  }
}

/** Computes exp(x) where it may overflow, be subnormal, or round to 0. */
function expAtTheEnds(x: number): number {
  if (x < -750) return 0;
  return x < 750 ? roundExponential(expDoubleDouble(widen(x))) : x * Infinity;
}
