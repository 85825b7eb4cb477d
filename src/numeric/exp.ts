// exp(x) with the same bits in every engine: only IEEE 754 operations that ECMAScript defines exactly, never the engine's own function.
//
//   exp(x) = 2^m · 2^(j/128) · exp(r),   128·m + j = round(x · 128/ln2),   |r| ≤ ln2/256
//
// 2^(j/128) comes from a table with a low-order part, exp(r) from its Taylor series (the first term left out is below 2^-71). The method is
// P. T. P. Tang's, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15 (1989).
// Error: at most 0.51 ULP, subnormal results included (test/numeric/exp.test.ts).

import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./constants.js";
import { MAX_EXPONENT, MIN_EXPONENT, powersOfTwo, rootsOfTwo } from "./tables.js";

/** The largest argument whose exponential is finite. */
const OVERFLOW = 709.782712893384;
/** The smallest argument whose exponential rounds to more than zero. */
const UNDERFLOW = -745.1332191019411;
/** Adding and subtracting 1.5 · 2^52 rounds to the nearest integer, ties to even. */
const ROUND = 6755399441055744;

/** 2^(j/128), the nearest double. */
const roots: Float64Array = /* @__PURE__ */ Float64Array.from(rootsOfTwo, ({ high }) => high);
/** What `roots` misses, relative to it. */
const rootTails: Float64Array = /* @__PURE__ */ Float64Array.from(rootsOfTwo, ({ high, low }) => low / high);

/**
 * The exponential function.
 *
 * @param x any number
 * @returns e^x to 0.51 ULP: 0 below −745.13…, Infinity above 709.78…, NaN for NaN
 */
export function exp(x: number): number {
  if (!(x <= OVERFLOW)) return x > OVERFLOW ? Infinity : NaN;
  if (x < UNDERFLOW) return 0;

  const steps = x * STEPS_PER_UNIT + ROUND - ROUND;
  const j = steps & 127;
  const m = steps >> 7;
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  const r2 = r * r;
  // exp(r) − 1 and the table's low-order part; r, the largest, is added last, so that only its rounding counts.
  const growth =
    r + (rootTails[j]! + (r2 * (1 / 2 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720))));
  const root = roots[j]!;
  const rise = root * growth;

  if (m > MIN_EXPONENT && m <= MAX_EXPONENT) return (root + rise) * powersOfTwo[m - MIN_EXPONENT]!;
  // 2^1024 is no double, but the significand is below 1 here.
  if (m > MAX_EXPONENT) return (root + rise) * 2 * powersOfTwo[MAX_EXPONENT - MIN_EXPONENT]!;
  return nearSubnormal(root, rise, m);
}

/**
 * (root + rise) · 2^m for m ≤ −1022, rounded once. Scaled by 2^1022, a subnormal result is below 1 and its last place is that of 1, so
 * adding 1 rounds it there; the low-order part of the sum decides which way.
 */
export function nearSubnormal(root: number, rise: number, m: number): number {
  const power = powersOfTwo[m - MIN_EXPONENT - MIN_EXPONENT]!;
  const scaledRoot = root * power;
  const scaledRise = rise * power;
  const sum = scaledRoot + scaledRise;
  if (sum >= 1) return sum * powersOfTwo[0]!;
  const onGrid = 1 + sum;
  const low = 1 - onGrid + sum + (scaledRoot - sum + scaledRise);
  return (onGrid + low - 1) * powersOfTwo[0]!;
}
