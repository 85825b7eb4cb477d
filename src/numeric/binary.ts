// Exponents of doubles: reads them and changes them, exactly.

import { MIN_EXPONENT, powersOfTwo } from "./tables.js";

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** Returns floor(log2(x)) of a positive finite x, which may be subnormal. */
export function exponentOf(x: number): number {
  // A DataView is big-endian unless told otherwise, on every machine.
  view.setFloat64(0, x);
  const biased = view.getUint16(0) >> 4;
  return biased === 0 ? exponentOf(x * 18014398509481984) - 54 : biased - 1023;
}

/**
 * Computes x · 2^n for |n| ≤ 2044. The result is exact if it is a normal number, and infinite if it
 * is too large. Takes two steps, because 2^n itself may be no double.
 */
export function scale(x: number, n: number): number {
  const half = n >> 1;
  return x * powersOfTwo[half - MIN_EXPONENT]! * powersOfTwo[n - half - MIN_EXPONENT]!;
}
