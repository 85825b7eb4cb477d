import fc from "fast-check";
import { expect, it } from "vitest";
import { multiply } from "../../src/numeric/double-double.js";

const SCALE = 400;

/** A double of moderate size as an integer count of 2^-SCALE: exact. */
function exactly(x: number): bigint {
  let exponent = 0;
  let value = x;
  while (!Number.isInteger(value)) {
    value *= 2;
    exponent++;
  }
  return BigInt(value) << BigInt(SCALE - exponent);
}

const part = fc.double({ min: 1, max: 2, noNaN: true });

it("multiplies to 104 bits", () => {
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => {
      const x = { high: a, low: (c - 1.5) * 2 ** -53 };
      const y = { high: b, low: (d - 1.5) * 2 ** -53 };
      const { high, low } = multiply(x, y);
      const product = ((exactly(x.high) + exactly(x.low)) * (exactly(y.high) + exactly(y.low))) >> BigInt(SCALE);
      const error = exactly(high) + exactly(low) - product;
      const bound = product >> 101n;
      expect(error < bound && error > -bound).toBe(true);
      expect(high + low).toBe(high);
    }),
    { numRuns: 2000 },
  );
});
