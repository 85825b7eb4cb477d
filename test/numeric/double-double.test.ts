import fc from "fast-check";
import { expect, it } from "vitest";
import { add, type DoubleDouble, divide, multiply } from "../../src/numeric/double-double.js";

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

/** The value of a double-double, which must be normalised. */
function total({ high, low }: DoubleDouble): bigint {
  expect(high + low).toBe(high);
  return exactly(high) + exactly(low);
}

function expectWithin(found: bigint, value: bigint, bound: bigint): void {
  expect(found - value < bound && value - found < bound).toBe(true);
}

const part = fc.double({ min: 1, max: 2, noNaN: true });
const doubleDouble = fc
  .tuple(part, part, fc.integer({ min: -60, max: 60 }), fc.constantFrom(1, -1))
  .map(([a, b, exponent, sign]) => {
    const size = sign * 2 ** exponent;
    return { high: a * size, low: (b - 1.5) * 2 ** -53 * size };
  });

function check(property: (a: DoubleDouble, b: DoubleDouble) => void): void {
  fc.assert(fc.property(doubleDouble, doubleDouble, property), { numRuns: 2000 });
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

it("multiplies to 101 bits", () => {
  check((a, b) => {
    const product = (total(a) * total(b)) >> BigInt(SCALE);
    expectWithin(total(multiply(a, b)), product, magnitude(product) >> 101n);
  });
});

it("divides to 100 bits", () => {
  check((a, b) => {
    const quotient = (total(a) << BigInt(SCALE)) / total(b);
    expectWithin(total(divide(a, b)), quotient, magnitude(quotient) >> 100n);
  });
});

it("adds to 103 bits of the larger summand", () => {
  check((a, b) => {
    const bound = (magnitude(total(a)) + magnitude(total(b))) >> 103n;
    expectWithin(total(add(a, b)), total(a) + total(b), bound);
  });
});

it("adds doubles exactly", () => {
  check(({ high: a }, { high: b }) => {
    expect(total(add({ high: a, low: 0 }, { high: b, low: 0 }))).toBe(exactly(a) + exactly(b));
  });
});
