// Tables that exp, log and their kin share: the powers of two, and the 128 roots between two of
// them. They are computed at load, because the roots written out would be an eighth of the bundle.

import { type DoubleDouble, multiply, normalise, widen } from "./double-double.js";

export const MIN_EXPONENT = -1022;
const MAX_EXPONENT = 1023;

/** Every normal power of two, from 2^-1022 on. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ tabulatePowersOfTwo();
/** 2^(j/128) for j = 0 … 127. */
export const rootsOfTwo: readonly DoubleDouble[] = /* @__PURE__ */ tabulateRoots();

/** Doubles each power to get the next. */
function tabulatePowersOfTwo(): Float64Array {
  const powers = new Float64Array(MAX_EXPONENT - MIN_EXPONENT + 1);
  let power = 2.2250738585072014e-308;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power += power;
  }
  return powers;
}

/** Multiplies the roots 2^(1/2), 2^(1/4), …, 2^(1/128) for which j has a bit. */
function tabulateRoots(): DoubleDouble[] {
  let table = [widen(1)];
  for (let i = 0, root = widen(2); i < 7; i++) {
    root = squareRoot(root);
    table = table.flatMap((entry) => [entry, multiply(entry, root)]);
  }
  return table;
}

/**
 * Computes the square root of a number from 1 to 2: Heron's iteration, then the exact remainder.
 */
function squareRoot(x: DoubleDouble): DoubleDouble {
  let root = x.high;
  for (let i = 0; i < 6; i++) root = (root + x.high / root) / 2;
  const square = multiply(widen(root), widen(root));
  return normalise(root, (x.high - square.high - square.low + x.low) / (2 * root));
}
