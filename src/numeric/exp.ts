// exp(x) with the same bits in every engine: only IEEE 754 operations that ECMAScript defines
// exactly, never the engine's own function.
//
//   exp(x) = 2^m · 2^(j/512) · exp(r),   512·m + j = round(x · 512/ln2),   |r| ≤ ln2/1024
//
// 2^(j/512) comes from a table with a low-order part. exp(r) comes from a polynomial of degree 4,
// which is off by 2^-62 at most. The method is P. T. P. Tang's, "Table-driven implementation of the
// exponential function in IEEE floating-point arithmetic", ACM TOMS 15 (1989). Error: at most 0.51
// ULP, also where the result is subnormal (test/numeric/exp.test.ts).

import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./constants.js";
import { widen } from "./double-double.js";
import { expDoubleDouble, roundExponential } from "./exp-double-double.js";
import { packedDoubles } from "./packed-doubles.js";
import { powersOfTwo, rootsOfTwo } from "./tables.js";

/** Adding and subtracting 1.5 · 2^52 rounds to the nearest integer, ties to even. */
const ROUNDER = 6755399441055744;

/** The result is a normal number for |x| below this. */
const END = 708;

/**
 * 1/3!, and what makes up for most of r^5/5!, which is left out: 0.87 · (ln2/1024)^2/5!. So the
 * error is 0.13 of that term where |r| is largest.
 */
const CUBIC = 1 / 6 + 3.322e-9;

/** The constants of `exponentials`. */
const constants = [STEP_LOW, STEP_HIGH, STEPS_PER_UNIT, ROUNDER, END, 1 / 2, CUBIC, 1 / 24];

/** The argument of `exp`, then its result. */
const scratch: number[] = /* @__PURE__ */ packedDoubles(1);

/**
 * Computes the exponential function.
 *
 * @param x any number
 * @returns e^x to 0.51 ULP: 0 below −745.13…, Infinity above 709.78…, NaN for NaN
 */
export function exp(x: number): number {
  scratch[0] = x;
  exponentials(-1, scratch, 0, 1);
  return scratch[0]!;
}

/** Replaces `count` values, from `from` on, by exp(−gamma · value), with the bits of `exp`. */
export function exponentials(gamma: number, values: number[], from: number, count: number): void {
  // Variables of the function stay in registers. V8 would load literals, variables of the module
  // and parameters anew in each round, and check what they are.
  const factor = -gamma;
  const roots = rootsOfTwo;
  const powers = powersOfTwo;
  const stepLow = constants[0]!;
  const stepHigh = constants[1]!;
  const stepsPerUnit = constants[2]!;
  const rounder = constants[3]!;
  const limit = constants[4]!;
  const half = constants[5]!;
  const cubic = constants[6]!;
  const quartic = constants[7]!;
  const end = from + count;
  for (let i = from; i < end; i++) {
    // A loop without calls. After a call, V8 checks the arrays anew, which takes an eighth longer.
    for (; i < end; i = (i + 1) | 0) {
      const x = factor * values[i]!;
      if (!(Math.abs(x) < limit)) break;
      const steps = x * stepsPerUnit + rounder - rounder;
      const j = 2 * (steps & 511);
      const r = x - steps * stepHigh - steps * stepLow;
      const r2 = r * r;
      // exp(r) − 1 and the low-order part of the table. The largest, r, is added last, so that only
      // its rounding counts.
      const growth = r + (roots[j + 1]! + (r2 * (half + r * cubic) + r2 * r2 * quartic));
      const root = roots[j]!;
      values[i] = (root + root * growth) * powers[(steps >> 9) + 1022]!;
    }
    if (i < end) values[i] = expAtTheEnds(factor * values[i]!);
  }
}

/** Computes exp(x) where it may overflow, be subnormal, or round to 0. */
function expAtTheEnds(x: number): number {
  if (x < -750) return 0;
  return x < 750 ? roundExponential(expDoubleDouble(widen(x))) : x * Infinity;
}
