// Unique rows of support vectors against the obvious way: rows as text, in the order of first
// occurrences.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SupportVectorBlock } from "../../src/model-file/types.generated.js";
import { allEqual, blockRows, gatherUniqueRows, spread, uniquePairs, uniqueValues } from "../../src/svm/unique-rows.js";

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
  const texts = [...new Set(rows.map((row) => row.join()))];
  return { distinct: texts.length, index: Int32Array.from(rows, (row) => texts.indexOf(row.join())) };
}

describe("unique rows", () => {
  it("of a column, and of several", () => {
    fc.assert(
      fc.property(problem, fc.subarray([0, 1, 2, 3, 4]), ({ blocks, vectors, count }, columns) => {
        let uniqueRows = allEqual(count);
        for (const column of columns) {
          const block = blocks.find((block) => block.columns.includes(column))!;
          const rows = blockRows(block);
          const ofColumn = spread(uniqueValues(rows, block.columns.indexOf(column), Infinity)!, rows);
          expect(ofColumn).toStrictEqual(findUniqueRows(vectors.map((vector) => [vector[column]!])));
          uniqueRows = uniquePairs(uniqueRows, ofColumn, Infinity);
        }
        const selected = vectors.map((vector) => columns.map((column) => vector[column]!));
        expect(uniqueRows).toStrictEqual(findUniqueRows(selected));
        const rows = [...new Map(selected.map((row) => [row.join(), row])).values()];
        expect(gatherUniqueRows(blocks, columns, uniqueRows)).toStrictEqual(Float64Array.from(rows.flat()));
      }),
    );
  });

  it("of several columns of one block, found among its rows", () => {
    fc.assert(
      fc.property(problem, ({ blocks, vectors }) => {
        for (const block of blocks) {
          const rows = blockRows(block);
          const [first, ...others] = block.columns.map((_, at) => uniqueValues(rows, at, Infinity)!);
          const pairs = others.reduce((some, other) => uniquePairs(some, other, Infinity), first!);
          const selected = vectors.map((vector) => block.columns.map((column) => vector[column]!));
          expect(spread(pairs, rows)).toStrictEqual(findUniqueRows(selected));
        }
      }),
    );
  });

  it("stops at the limit", () => {
    const all = { distinct: 9, index: Int32Array.from({ length: 9 }, (_, i) => i) };
    expect(uniquePairs(all, all, 4).distinct).toBe(4);
  });

  it("of a column are given up once more than half of the values are distinct", () => {
    const rows = Array.from({ length: 100 }, (_, i) => [Math.floor(0.75 * i), Math.floor(0.4 * i), Math.min(i, 50)]);
    const block = blockRows({ columns: [0, 1, 2], rows });
    expect(uniqueValues(block, 0, 10)).toBeUndefined();
    expect(uniqueValues(block, 0, 100)?.distinct).toBe(75);
    expect(uniqueValues(block, 1, 10)?.distinct).toBe(40);
    expect(uniqueValues(block, 2, 60)?.distinct).toBe(51);
    // Among twice as many support vectors, 75 values are less than half.
    const repeated = blockRows({ columns: [0, 1, 2], rows, index: rows.flatMap((_, row) => [row, 0]) });
    expect(uniqueValues(repeated, 0, 10)?.distinct).toBe(75);
    const once = blockRows({ columns: [0, 1, 2], rows, index: rows.map((_, row) => 99 - row) });
    expect(uniqueValues(once, 0, 10)).toBeUndefined();
  });
});
