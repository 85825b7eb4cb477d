import { describe, expect, it } from "vitest";
import { sqrt } from "../../src/numeric/sqrt.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

/**
 * A positive double as an integer count of 2^-1076, two places finer than the smallest double: its
 * halfway points, and even.
 */
function exactly(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = bits >> 52n;
  const fraction = bits & ((1n << 52n) - 1n);
  return (biased === 0n ? fraction : (fraction | (1n << 52n)) << (biased - 1n)) << 2n;
}

function neighbour(x: number, direction: 1n | -1n): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + direction);
  return view.getFloat64(0);
}

/**
 * Whether no double is nearer to √x than y, by comparing x with the squares of the points halfway
 * to y's neighbours.
 */
function isNearestRoot(x: number, y: number): boolean {
  const square = exactly(x) << 1076n;
  const twiceY = exactly(y);
  const below = (twiceY + exactly(neighbour(y, -1n))) >> 1n;
  const above = (twiceY + exactly(neighbour(y, 1n))) >> 1n;
  return below * below <= square && square <= above * above;
}

describe("sqrt", () => {
  it.each(readReferences("sqrt"))("is the nearest double to Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    for (const { args, nearest } of points) expect(sqrt(args[0]!)).toBe(nearest);
    expect(worstError(sqrt, points)).toBeLessThanOrEqual(0.500001);
  });

  it.each([
    ["1 to 4", (u: number) => 1 + 3 * u],
    ["every size", (u: number) => (1 + u) * 2 ** Math.floor(((u * 1e6) % 1) * 2046 - 1022)],
    ["subnormal", (u: number) => u * 2 ** -1022],
  ])("is the nearest double by integer arithmetic: %s", (_, draw) => {
    const random = seeded(3);
    for (let i = 0; i < 20_000; i++) {
      const x = draw(random() + random() * 2 ** -32);
      expect(isNearestRoot(x, sqrt(x))).toBe(true);
    }
  });

  it("is measured with a yardstick that tells neighbours apart", () => {
    expect(isNearestRoot(2, Math.SQRT2)).toBe(true);
    expect(isNearestRoot(2, neighbour(Math.SQRT2, 1n))).toBe(false);
    expect(isNearestRoot(2, neighbour(Math.SQRT2, -1n))).toBe(false);
    expect(isNearestRoot(5e-324, 2 ** -537)).toBe(true);
  });

  it("has the special values of IEEE 754", () => {
    expect(sqrt(0)).toBe(0);
    expect(sqrt(-0)).toBe(-0);
    expect(sqrt(Infinity)).toBe(Infinity);
    expect(sqrt(NaN)).toBeNaN();
    expect(sqrt(-1)).toBeNaN();
    expect(sqrt(-5e-324)).toBeNaN();
    expect(sqrt(-Infinity)).toBeNaN();
  });
});
