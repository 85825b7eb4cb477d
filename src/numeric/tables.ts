// Tables that exp, log and their kin share: the powers of two, and the 512 roots between two of
// them. They are computed at load, because the roots written out would be an eighth of the bundle.

import { type DoubleDouble, multiply, normalise, SPLITTER, widen } from "./double-double.js";
import { packedDoubles } from "./packed-doubles.js";

export const MIN_EXPONENT = -1022;

/** Every normal power of two, from 2^-1022 on. */
export const powersOfTwo: readonly number[] = /* @__PURE__ */ tabulatePowersOfTwo();
/** For j = 0 … 511 the double nearest to 2^(j/512), then its relative error. */
export const rootsOfTwo: readonly number[] = /* @__PURE__ */ tabulateRoots();

/** Returns 2^(j/512). */
export function rootOfTwo(j: number): DoubleDouble {
  const high = rootsOfTwo[2 * j]!;
  return { high, low: high * rootsOfTwo[2 * j + 1]! };
}

/** Doubles each power to get the next. */
function tabulatePowersOfTwo(): number[] {
  const powers: number[] = [];
  for (let power = 2.2250738585072014e-308; power < Infinity; power += power) powers.push(power);
  return powers;
}

/**
 * Multiplies the roots 2^(1/2), 2^(1/4), …, 2^(1/512) for which j has a bit. The multiplication is
 * that of double-double.ts, written out because it runs before any compiler: 0.45 ms instead of
 * 0.75.
 */
function tabulateRoots(): number[] {
  const table = packedDoubles(1024);
  table[0] = 1;
  table[1] = 0;
  let root = widen(2);
  for (let step = 512; step > 1; step /= 2) {
    root = squareRoot(root);
    const { high: b, low } = root;
    const bTop = SPLITTER * b - (SPLITTER * b - b);
    const bRest = b - bTop;
    for (let to = step; to < 1024; to += 2 * step) {
      const a = table[to - step]!;
      const product = a * b;
      const aTop = SPLITTER * a - (SPLITTER * a - a);
      const aRest = a - aTop;
      const roundedOff = aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
      const rest = roundedOff + product * (table[to - step + 1]! + low / b);
      const nearest = product + rest;
      table[to] = nearest;
      table[to + 1] = (rest - (nearest - product)) / nearest;
    }
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
