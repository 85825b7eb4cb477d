// Taking doubles apart into significand and exponent, and putting them together again.

import { MIN_EXPONENT, powersOfTwo } from "./tables.js";

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** floor(log2(x)) for a positive finite x, which may be subnormal. */
export function exponentOf(x: number): number {
  // A DataView is big-endian unless told otherwise, on every machine.
  view.setFloat64(0, x);
  const biased = view.getUint16(0) >> 4;
  return biased === 0 ? exponentOf(x * 18014398509481984) - 54 : biased - 1023;
}

/** x · 2^n for |n| ≤ 2044, exact if the result is a normal number, infinite if it is too large: in two steps, as 2^n itself may be no double. */
export function scale(x: number, n: number): number {
  const half = n >> 1;
  return x * powersOfTwo[half - MIN_EXPONENT]! * powersOfTwo[n - half - MIN_EXPONENT]!;
}
