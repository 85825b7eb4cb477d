// Logarithms, from the table of exp read backwards:
//
//   log(x) = k · ln2/512 + log(1 + r),   1 + r = x · 2^(−k/512),   |r| < 2^-10
//
// k comes from a crude logarithm of the significand, r from a multiplication of double-doubles, and
// log(1 + r) from its series, whose first two terms are double-doubles, too. The relative error
// before rounding is about 2^-68, also near x = 1, where r is exact. Error: at most 0.501 ULP
// (test/numeric/log.test.ts).

import { exponentOf, scale } from "./binary.js";
import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./constants.js";
import { add, type DoubleDouble, divide, multiply, normalise, widen } from "./double-double.js";
import { rootOfTwo } from "./tables.js";

/** Computes log(high + low): −Infinity for 0, NaN below zero. */
export function logDoubleDouble({ high, low }: DoubleDouble): DoubleDouble {
  if (!(high > 0 && high < Infinity)) return widen(high === 0 ? -Infinity : high > 0 ? high : NaN);
  const exponent = exponentOf(high);
  const significand = scale(high, -exponent);
  // log(z) = 2 artanh(s)
  const s = (significand - 1) / (significand + 1);
  const s2 = s * s;
  const steps = Math.round(STEPS_PER_UNIT * 2 * s * (1 + s2 * (1 / 3 + s2 * (1 / 5))));
  // 2^(−steps/512) is the root, or half of it.
  const factor = steps > 0 ? 1 / 2 : 1;
  const scaled = multiply({ high: significand, low: scale(low, -exponent) }, rootOfTwo(-steps & 511));
  const { high: r, low: rLow } = normalise(scaled.high * factor - 1, scaled.low * factor);
  const square = multiply({ high: r, low: rLow }, { high: -r / 2, low: -rLow / 2 });
  const series = r * r * r * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8))))));
  const k = exponent * 512 + steps;
  return add(
    { high: k * STEP_HIGH, low: k * STEP_LOW },
    add({ high: r, low: rLow }, { high: square.high, low: square.low + series }),
  );
}

const LN2: DoubleDouble = /* @__PURE__ */ logDoubleDouble({ high: 2, low: 0 });
const LN10: DoubleDouble = /* @__PURE__ */ logDoubleDouble({ high: 10, low: 0 });

/**
 * Computes log(x) / log(base). It is exact where x is a power of the base, because the error of the
 * quotient is far below its last place.
 */
function logToBase(x: number, logOfBase: DoubleDouble): number {
  const natural = logDoubleDouble(widen(x));
  return Math.abs(natural.high) < Infinity ? divide(natural, logOfBase).high : natural.high;
}

/**
 * Computes the natural logarithm.
 *
 * @param x any number
 * @returns ln x to 0.501 ULP: −Infinity for ±0, NaN below zero
 */
export function log(x: number): number {
  return logDoubleDouble(widen(x)).high;
}

/**
 * Computes the natural logarithm of 1 + x, accurate for small x, too.
 *
 * @param x any number
 * @returns ln(1 + x) to 0.501 ULP: −0 for −0, −Infinity for −1, NaN below −1
 */
export function log1p(x: number): number {
  if (x === 0 || x === Infinity) return x;
  return logDoubleDouble(add(widen(1), widen(x))).high;
}

/**
 * Computes the logarithm to base 2.
 *
 * @param x any number
 * @returns log2 x to 0.501 ULP, exact for powers of two: −Infinity for ±0, NaN below zero
 */
export function log2(x: number): number {
  return logToBase(x, LN2);
}

/**
 * Computes the logarithm to base 10.
 *
 * @param x any number
 * @returns log10 x to 0.501 ULP, exact for powers of ten: −Infinity for ±0, NaN below zero
 */
export function log10(x: number): number {
  return logToBase(x, LN10);
}
