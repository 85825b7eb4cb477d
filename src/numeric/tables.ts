// What exp, log and their kin share: the powers of two, and the 128 roots between two of them. Computed at load, from seven constants: 128
// entries written out would be an eighth of the whole bundle.

import { ROOTS } from "./constants.js";
import { type DoubleDouble, multiply } from "./double-double.js";

export const MIN_EXPONENT = -1022;
const MAX_EXPONENT = 1023;

/** Every normal power of two, 2^-1022 first. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ tabulatePowersOfTwo();
/** 2^(j/128) for j = 0 … 127. */
export const rootsOfTwo: readonly DoubleDouble[] = /* @__PURE__ */ tabulateRoots();

/** Each is the double of the one before. */
function tabulatePowersOfTwo(): Float64Array {
  const powers = new Float64Array(MAX_EXPONENT - MIN_EXPONENT + 1);
  let power = 2.2250738585072014e-308;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power += power;
  }
  return powers;
}

/** Each is the product of the roots of two that the bits of j stand for. */
function tabulateRoots(): DoubleDouble[] {
  return Array.from({ length: 128 }, (_, j) =>
    ROOTS.reduce<DoubleDouble>(
      (product, [high, low], i) => ((j << i) & 64 ? multiply(product, { high, low }) : product),
      { high: 1, low: 0 },
    ),
  );
}
