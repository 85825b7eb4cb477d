// The contraction at the top of a factor plan against the obvious loops, in the order of its
// chunks.

import fc from "fast-check";
import { expect, it } from "vitest";
import { contract, contractSpread, layOutChunks, spreadOut } from "../../src/svm/contraction.js";
import { uniquePairs } from "../../src/svm/unique-rows.js";

const problem = fc.record({
  count: fc.integer({ min: 1, max: 80 }),
  firsts: fc.integer({ min: 1, max: 12 }),
  seconds: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(),
});

it("sums chunks of four pairs", () => {
  fc.assert(
    fc.property(problem, ({ count, firsts, seconds, seed }) => {
      let state = seed;
      const random = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      const rows = (distinct: number) => ({
        distinct,
        index: Int32Array.from({ length: count }, () => Math.floor(random() * distinct)),
      });
      const [left, right] = [rows(firsts), rows(seconds)];
      const pairs = uniquePairs(left, right);
      const list = (length: number): number[] => Array.from({ length }, () => random() - 0.5);
      const [first, second, weights] = [list(firsts), list(seconds), list(pairs.distinct)];
      let expected = 0;
      for (let l = 0; l < firsts; l++) {
        // The pairs of l, each by its first support vector.
        const vectors = [...pairs.index.keys()].filter(
          (i) => left.index[i] === l && pairs.index.indexOf(pairs.index[i]!) === i,
        );
        for (let k = 0; k < vectors.length; k += 4) {
          const product = (n: number): number => {
            const i = vectors[k + n];
            return i === undefined ? 0 : weights[pairs.index[i]!]! * second[right.index[i]!]!;
          };
          expected += first[l]! * (product(0) + product(1) + (product(2) + product(3)));
        }
      }

      const chunks = layOutChunks(pairs, left, right);
      const { places, size } = chunks;
      const placed = new Array<number>(size).fill(0);
      for (const [k, weight] of weights.entries()) placed[places[k]!] = weight;
      // The parts in any order, with something between them.
      const numbers = [7, ...second, 7, ...placed, 7, 7, ...first, 7];
      const [secondAt, weightsAt, firstAt] = [1, 2 + seconds, 4 + seconds + size];
      expect(contract(chunks, numbers, firstAt, secondAt, weightsAt)).toBe(expected);
      const spreadAt = numbers.push(...placed) - size;
      spreadOut(chunks, numbers, secondAt, spreadAt);
      expect(contractSpread(chunks, numbers, firstAt, spreadAt, weightsAt)).toBe(expected);
    }),
  );
});
