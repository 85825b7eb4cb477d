// A cache holds what would be computed.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCache } from "../../src/svm/cache.js";

/** Caches ten times cell 0, and cell 2. Counts its computations. */
function countingCache(capacity: number) {
  let computed = 0;
  const numbers = [0.5];
  const findCells = createCache(numbers, [0, 2, 0], 2, capacity, (at, cells) => {
    computed++;
    numbers[at] = 10 * cells[0]!;
    numbers[at + 1] = cells[2]!;
  });
  const find = (first: number, second: number): number[] => {
    const at = findCells(Float64Array.of(first, 7, second));
    return numbers.slice(at, at + 2);
  };
  return { find, computed: () => computed };
}

const key = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, 0.5, 1e-300, 1e300, -3));

describe("a cache", () => {
  it("gives what would be computed", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.constantFrom(0, 8, 16, 64, 4096), (keys, capacity) => {
        const { find } = countingCache(capacity);
        for (const [first, second] of keys) expect(find(first, second)).toStrictEqual([10 * first, second]);
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
    const { find, computed } = countingCache(64);
    for (let round = 1; round <= 3; round++) {
      expect(find(NaN, 1)).toStrictEqual([NaN, 1]);
      expect(computed()).toBe(round);
    }
  });

  it("computes once and for all without keys", () => {
    const numbers = [0.5];
    let computed = 0;
    const find = createCache(numbers, [], 3, 64, (at) => numbers.fill(++computed, at, at + 3));
    expect([find(Float64Array.of(1, 2)), find(Float64Array.of(3, 4)), ...numbers]).toStrictEqual([1, 1, 0.5, 1, 1, 1]);
  });

  it("pauses while nothing comes again, and works afterwards", () => {
    const { find, computed } = countingCache(4096);
    for (let k = 0; k < 256; k++) find(k, 1);
    const before = computed();
    for (let k = 0; k < 8192; k++) find(1, 1);
    expect(computed() - before).toBe(8192);
    find(1, 1);
    find(1, 1);
    expect(computed() - before).toBeLessThanOrEqual(8193);
  });

  it("keeps no numbers of a computation that fails", () => {
    const numbers = [0.5];
    let fails = false;
    const find = createCache(numbers, [0], 1, 4, (at, cells) => {
      numbers[at] = -1;
      if (fails) throw new Error("interrupted");
      numbers[at] = cells[0]!;
    });
    for (let k = 0; k < 8; k++) find(Float64Array.of(k));
    fails = true;
    for (let k = 8; k < 16; k++) expect(() => find(Float64Array.of(k))).toThrow("interrupted");
    fails = false;
    for (let k = 0; k < 16; k++) expect(numbers[find(Float64Array.of(k))]).toBe(k);
  });
});
