// Ranks, compared with integer arithmetic.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lowerScore, rankOf, upperScore } from "../../src/intervals/rank.js";

/** ⌈(n + 1) · p / q⌉ in integers. */
function exactRank(p: number, q: number, count: number): number {
  const [product, divisor] = [BigInt(count + 1) * BigInt(p), BigInt(q)];
  return Number((product + divisor - 1n) / divisor);
}

describe("rankOf", () => {
  it("is the rank of the fraction that is meant, for every percentage and up to 3,000 scores", () => {
    const wrong: string[] = [];
    for (let p = 1; p < 100; p++)
      for (let count = 1; count <= 3000; count++) {
        if (rankOf(p / 100, count) !== exactRank(p, 100, count)) wrong.push(`${p} % of ${count}`);
        if (rankOf((1 + p / 100) / 2, count) !== exactRank(100 + p, 200, count)) wrong.push(`± ${p} % of ${count}`);
      }
    expect(wrong).toEqual([]);
  });

  it("is that of any fraction up to a million scores", () => {
    const fraction = fc
      .integer({ min: 2, max: 10_000 })
      .chain((q) => fc.tuple(fc.integer({ min: 1, max: q - 1 }), fc.constant(q)));
    fc.assert(
      fc.property(fraction, fc.integer({ min: 1, max: 1_000_000 }), ([p, q], count) => {
        expect(rankOf(p / q, count)).toBe(exactRank(p, q, count));
        expect(rankOf((1 + p / q) / 2, count)).toBe(exactRank(p + q, 2 * q, count));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [0.55, 99, 55],
    [0.9, 9, 9],
    [0.9, 10, 10],
    [2 / 3, 2, 2],
    [0.95, 739, 703],
    [Number.MIN_VALUE, 5, 1],
    [1 - Number.EPSILON / 2, 5, 6],
  ])("of %f for %i scores is %i", (share, count, rank) => {
    expect(rankOf(share, count)).toBe(rank);
  });
});

describe("scores", () => {
  it("are infinite beyond the first and the last", () => {
    expect(upperScore([1, 2, 3], 0.75)).toBe(3);
    expect(upperScore([1, 2, 3], 0.76)).toBe(Infinity);
    expect(lowerScore([1, 2, 3], 0.75)).toBe(1);
    expect(lowerScore([1, 2, 3], 0.76)).toBe(-Infinity);
  });

  it("of the lower end have the rank ⌊(n + 1)(1 − share)⌋", () => {
    const scores = Array.from({ length: 19 }, (_, i) => i + 1);
    // (1 + 0.9) / 2 = 0.95, and 20 · 0.05 = 1.
    expect([lowerScore(scores, 0.95), upperScore(scores, 0.95)]).toEqual([1, 19]);
    expect([lowerScore(scores, 0.9), upperScore(scores, 0.9)]).toEqual([2, 18]);
    // 20 · 0.125 = 2.5.
    expect([lowerScore(scores, 0.875), upperScore(scores, 0.875)]).toEqual([2, 18]);
  });
});
