// The exponential function of a double-double, as double-doubles, by the method of exp.ts. The
// first two terms of exp(r) − 1 are double-doubles, the rest are doubles. Error: about 2^-72 of
// e^x, and 2^-63 of e^x − 1.

import { scale } from "./binary.js";
import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./constants.js";
import { add, type DoubleDouble, multiply, normalise } from "./double-double.js";
import { MIN_EXPONENT, powersOfTwo, rootOfTwo } from "./tables.js";

/**
 * e^x = (root + rise) · 2^exponent. If x is small, `root` is exactly 1 and `rise` is e^x − 1, with
 * the same relative error.
 */
export interface Exponential {
  readonly root: DoubleDouble;
  readonly rise: DoubleDouble;
  readonly exponent: number;
}

/** Computes e^x for |x| ≤ 1000. */
export function expDoubleDouble(x: DoubleDouble): Exponential {
  const steps = Math.round(x.high * STEPS_PER_UNIT);
  const j = steps & 511;
  const r = normalise(x.high - steps * STEP_HIGH, x.low - steps * STEP_LOW);
  const square = multiply(r, { high: r.high / 2, low: r.low / 2 });
  const { high } = r;
  const series = high * high * high * (1 / 6 + high * (1 / 24 + high * (1 / 120 + high * (1 / 720))));
  const growth = add(r, { high: square.high, low: square.low + series });
  const root = rootOfTwo(j);
  return { root, rise: multiply(root, growth), exponent: (steps - j) / 512 };
}

/** Rounds to the nearest double, which may be infinite, subnormal or 0. */
export function roundExponential({ root, rise, exponent }: Exponential): number {
  const { high, low } = add(root, rise);
  if (exponent > MIN_EXPONENT) return scale(high, exponent);
  // Scaled by 2^1022, a subnormal result is below 1 and its last place is that of 1. So adding 1
  // rounds it there, and the low-order part decides ties.
  const power = powersOfTwo[exponent - MIN_EXPONENT - MIN_EXPONENT]!;
  const scaledHigh = high * power;
  const scaledLow = low * power;
  const sum = scaledHigh + scaledLow;
  if (sum >= 1) return sum * powersOfTwo[0]!;
  const onGrid = 1 + sum;
  const rest = 1 - onGrid + sum + (scaledHigh - sum + scaledLow);
  return (onGrid + rest - 1) * powersOfTwo[0]!;
}
