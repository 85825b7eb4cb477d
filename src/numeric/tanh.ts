// tanh(x) = (e^2x − 1) / (e^2x + 1), in double-doubles. Error: at most 0.501 ULP
// (test/numeric/tanh.test.ts).

import { add, divide, widen } from "./double-double.js";
import { expm1DoubleDouble } from "./expm1.js";

/** From here on tanh(x) rounds to 1. */
const SATURATED = 20;

/**
 * Computes the hyperbolic tangent.
 *
 * @param x any number
 * @returns tanh x to 0.501 ULP, an odd function: −0 for −0, ±1 for ±Infinity
 */
export function tanh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > SATURATED) return Math.sign(x);
  const growth = expm1DoubleDouble(2 * magnitude);
  return Math.sign(x) * divide(growth, add(growth, widen(2))).high;
}
