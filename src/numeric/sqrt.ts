// The square root, correctly rounded: Heron's iteration on a significand in [1, 4), then one step
// in the last place if the remainder, which is exact, requires it. For y = k · 2^-52 the remainder
// is R · 2^-104 with an integer R, and y is the nearest double where −k < R ≤ k.

import { exponentOf, scale } from "./binary.js";
import { multiply, widen } from "./double-double.js";

/** 2^-52. */
const LAST_PLACE = 2.220446049250313e-16;

/**
 * Computes the square root.
 *
 * @param x any number
 * @returns the double nearest to √x: −0 for −0, NaN below zero
 */
export function sqrt(x: number): number {
  if (!(x > 0 && x < Infinity)) return x < 0 ? NaN : x;
  const halfExponent = exponentOf(x) >> 1;
  const significand = scale(x, -2 * halfExponent);
  // A straight line with a relative error of at most 3%, which each step squares.
  let root = 0.36 * significand + 0.66;
  for (let i = 0; i < 4; i++) root = (root + significand / root) / 2;
  const square = multiply(widen(root), widen(root));
  const remainder = significand - square.high - square.low;
  if (remainder > root * LAST_PLACE) root += LAST_PLACE;
  else if (remainder <= -root * LAST_PLACE) root -= LAST_PLACE;
  return scale(root, halfExponent);
}
