// The contraction at the top of a factor plan against the obvious loops.

import fc from "fast-check";
import { expect, it } from "vitest";
import { createContraction, ROWS } from "../../src/svm/contraction.js";
import type { Branch } from "../../src/svm/factor-plan.js";

const problem = fc
  .tuple(fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 9 }), fc.nat())
  .map(([counts, seconds, seed]) => ({ counts, seconds, seed }));

it("sums one row and four rows with the bits of the obvious loops", () => {
  fc.assert(
    fc.property(problem, ({ counts, seconds, seed }) => {
      let state = seed;
      const random = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 31 - 1;
      };
      const pairs = counts.reduce((sum, count) => sum + count);
      const starts = Int32Array.from([0, ...counts.map((_, l) => counts.slice(0, l + 1).reduce((a, b) => a + b))]);
      const rows = Int32Array.from({ length: pairs }, () => Math.floor(((random() + 1) / 2) * seconds));
      const list = (length: number): number[] => Array.from({ length }, random);
      // Entries for six rows each, with something between them.
      const [first, second, weights] = [list(8 * counts.length), list(8 * seconds), list(8 * pairs)];
      const contraction = createContraction({ starts, rows } as Branch, first, second, weights);
      const entries = Array.from({ length: ROWS }, () => [0, 1, 2].map(() => Math.floor((random() + 1) * 4)));
      const expected = entries.map(([a, b, c], row) => {
        contraction.load(row, a! * counts.length, b! * seconds, c! * pairs);
        let total = 0;
        for (let l = 0; l < counts.length; l++) {
          let part = 0;
          for (let k = starts[l]!; k < starts[l + 1]!; k++)
            part += weights[c! * pairs + k]! * second[b! * seconds + rows[k]!]!;
          total += first[a! * counts.length + l]! * part;
        }
        return total;
      });
      expect(entries.map((_, row) => contraction.sumOne(row))).toStrictEqual(expected);
      const sums = new Float64Array(ROWS + 2).fill(7);
      contraction.sumFour(sums, 1);
      expect([...sums]).toStrictEqual([7, ...expected, 7]);
    }),
  );
});
