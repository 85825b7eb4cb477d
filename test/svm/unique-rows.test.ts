// Unique rows of support vectors against the obvious way: rows as text, in the order of first
// occurrences.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SupportVectorBlock } from "../../src/model-file/types.generated.js";
import { gatherUniqueRows, uniquePairs, uniqueRows } from "../../src/svm/unique-rows.js";

const value = fc.constantFrom(0, 1, 0.5, -3, 1e300);

/**
 * Two blocks of a few columns, the second with its distinct rows in any order, and what they unfold
 * to.
 */
const problem = fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 9 })).chain(([count, distinct]) =>
  fc
    .record({
      rows: fc.array(fc.tuple(value, value), { minLength: count, maxLength: count }),
      distinctRows: fc.array(fc.tuple(value, value, value), { minLength: distinct, maxLength: distinct }),
      index: fc.array(fc.nat(distinct - 1), { minLength: count, maxLength: count }),
    })
    .map((parts) => {
      const blocks: SupportVectorBlock[] = [
        { columns: [3, 0], rows: parts.rows },
        { columns: [1, 4, 2], rows: parts.distinctRows, index: parts.index },
      ];
      const vectors = parts.rows.map(([three, zero], i) => {
        const [one, four, two] = parts.distinctRows[parts.index[i]!]!;
        return [zero, one, two, three, four];
      });
      return { blocks, vectors, count };
    }),
);

/** Finds unique rows the obvious way. */
function findUniqueRows(rows: readonly (readonly number[])[]) {
  const all = rows.map((row) => row.join());
  const texts = [...new Set(all)];
  const firsts = texts.map((text) => all.indexOf(text));
  return { distinct: texts.length, index: Int32Array.from(all, (text) => texts.indexOf(text)), firsts };
}

describe("unique rows", () => {
  it("of some columns", () => {
    fc.assert(
      fc.property(problem, fc.subarray([0, 1, 2, 3, 4]), ({ blocks, vectors, count }, columns) => {
        const unique = uniqueRows(blocks, columns, count);
        const selected = vectors.map((vector) => columns.map((column) => vector[column]!));
        expect(unique).toStrictEqual(findUniqueRows(selected));
        const rows = [...new Map(selected.map((row) => [row.join(), row])).values()];
        expect(gatherUniqueRows(blocks, columns, unique)).toStrictEqual(Float64Array.from(rows.flat()));
      }),
    );
  });

  it("of two sets of columns together", () => {
    fc.assert(
      fc.property(problem, ({ blocks, vectors, count }) => {
        const pairs = uniquePairs(uniqueRows(blocks, [4, 0], count), uniqueRows(blocks, [1], count));
        expect(pairs).toStrictEqual(
          findUniqueRows(vectors.map((vector) => [vector[4], vector[0], vector[1]] as number[])),
        );
      }),
    );
  });
});
