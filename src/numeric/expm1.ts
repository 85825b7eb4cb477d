// exp(x) − 1 without cancellation. exp(x) = (root + rise) · 2^m as double-doubles, where the root
// is exactly 1 for small x. Error: at most 0.501 ULP (test/numeric/expm1.test.ts), and 0.55 beyond
// x = 40, where subtracting 1 changes the result by 2^-5 ULP at most.

import { scale } from "./binary.js";
import { add, type DoubleDouble, widen } from "./double-double.js";
import { exp } from "./exp.js";
import { expDoubleDouble } from "./exp-double-double.js";

/** Computes e^x − 1 for |x| up to 700. */
export function expm1DoubleDouble(x: number): DoubleDouble {
  const { root, rise, exponent } = expDoubleDouble(widen(x));
  const power = scale(1, exponent);
  return add(add({ high: root.high * power, low: root.low * power }, widen(-1)), {
    high: rise.high * power,
    low: rise.low * power,
  });
}

/**
 * Computes exp(x) − 1, accurate for small x, too.
 *
 * @param x any number
 * @returns e^x − 1 to 0.55 ULP: −0 for −0, −1 for −Infinity
 */
export function expm1(x: number): number {
  if (Math.abs(x) > 40) return exp(x) - 1;
  return x === 0 ? x : expm1DoubleDouble(x).high;
}
