// |x|^y = exp(y · log|x|), with the logarithm and the product as double-doubles. log|x| has a
// relative error of 2^-70, so even a product of 745, the largest, has one of 2^-60, and the result
// an error of 2^-7 ULP before rounding. So results that are doubles come out exact. Special cases
// as in C99, annex F.9.4.4. Error: at most 0.51 ULP (test/numeric/pow.test.ts).

import { multiply, widen } from "./double-double.js";
import { expDoubleDouble, roundExponential } from "./exp-double-double.js";
import { logDoubleDouble } from "./log.js";

/** Beyond ±750, e^x overflows or rounds to zero. */
const EXTREME = 750;

/**
 * Raises x to the power of y.
 *
 * @param x any number
 * @param y any number
 * @returns x^y to 0.51 ULP. 1 for y = 0 and for x = 1, even if the other is NaN. NaN for a finite x
 * below zero and a y that is no integer
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  const isInteger = Math.floor(y) === y;
  if (x < 0 && x > -Infinity && !isInteger) return NaN;
  const isOdd = isInteger && Math.floor(y / 2) !== y / 2;
  const isNegative = isOdd && (x < 0 || 1 / x < 0);
  const magnitude = powOfMagnitude(Math.abs(x), y);
  return isNegative ? -magnitude : magnitude;
}

function powOfMagnitude(x: number, y: number): number {
  const logarithm = logDoubleDouble(widen(x));
  const estimate = logarithm.high * y;
  if (Math.abs(estimate) > EXTREME) return estimate > 0 ? Infinity : 0;
  return roundExponential(expDoubleDouble(multiply(logarithm, widen(y))));
}
