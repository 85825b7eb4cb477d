// A cache holds what would be computed.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCache } from "../../src/svm/cache.js";

/** Caches ten times cell 0, and cell 2. Counts its computations. */
function countingCache(capacity: number) {
  let computed = 0;
  const cache = createCache([0, 2, 0], 2, capacity, (values, at, cells) => {
    computed++;
    values[at] = 10 * cells[0]!;
    values[at + 1] = cells[2]!;
  });
  const find = (first: number, second: number): number => cache.find(Float64Array.of(first, 7, second));
  const read = (at: number): number[] => [...cache.values.slice(at, at + 2)];
  return { find, read, computed: () => computed };
}

const key = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, 0.5, 1e-300, 1e300, -3));

describe("a cache", () => {
  it("gives what would be computed, and keeps the entries of the last four calls", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.constantFrom(0, 8, 16, 64, 4096), (keys, capacity) => {
        const { find, read } = countingCache(capacity);
        const found = keys.map(([first, second], i) => {
          const at = find(first, second);
          return { i, at, expected: [10 * first, second] };
        });
        const again = countingCache(capacity);
        keys.forEach(([first, second], i) => {
          expect(again.find(first, second)).toBe(found[i]!.at);
          for (const { at, expected } of found.slice(Math.max(0, i - 3), i + 1))
            expect(again.read(at)).toStrictEqual(expected);
        });
        for (const { at, expected } of found.slice(-4)) expect(read(at)).toStrictEqual(expected);
      }),
    );
  });

  it("computes once what comes again", () => {
    const { find, computed } = countingCache(4096);
    for (let round = 0; round < 3; round++) for (let k = 0; k < 20; k++) find(k, k % 3);
    expect(computed()).toBe(20);
  });

  it("does not look at cells that are no keys", () => {
    const { find, computed } = countingCache(64);
    find(1, 2);
    find(1, 2);
    expect(computed()).toBe(1);
  });

  it("computes anew where a key is NaN", () => {
    const { find, read, computed } = countingCache(64);
    for (let round = 1; round <= 3; round++) {
      expect(read(find(NaN, 1))).toStrictEqual([NaN, 1]);
      expect(computed()).toBe(round);
    }
  });

  it("computes once and for all without keys", () => {
    let computed = 0;
    const { values, find } = createCache([], 3, 64, (constants) => constants.fill(++computed));
    expect([find(new Float64Array(2)), find(new Float64Array(2)), ...values]).toEqual([0, 0, 1, 1, 1]);
  });
});
