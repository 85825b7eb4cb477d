// The cube root, e^(log|x|/3) in double-doubles. Its relative error before rounding is about 2^-61,
// so roots of cubes come out exact. Error: at most 0.51 ULP (test/numeric/cbrt.test.ts).

import { divide, widen } from "./double-double.js";
import { expDoubleDouble, roundExponential } from "./exp-double-double.js";
import { logDoubleDouble } from "./log.js";

/**
 * Computes the cube root.
 *
 * @param x any number
 * @returns ∛x to 0.51 ULP, an odd function: −0 for −0, ±Infinity for ±Infinity
 */
export function cbrt(x: number): number {
  if (x === 0 || x - x !== 0) return x;
  const third = divide(logDoubleDouble(widen(Math.abs(x))), widen(3));
  return Math.sign(x) * roundExponential(expDoubleDouble(third));
}
