import { describe, expect, it } from "vitest";
import { checkSupportVectors } from "../../src/model-file/support-vectors.js";
import type { SupportVectorBlock } from "../../src/model-file/types.generated.js";

function issuesOf(blocks: SupportVectorBlock[], count: number, width: number): string[] {
  const issues: string[] = [];
  checkSupportVectors(blocks, count, width, "/regressor/support_vectors", (path, message) =>
    issues.push(`${path} ${message}`),
  );
  return issues;
}

describe("checkSupportVectors", () => {
  it("takes every column once, in any order", () => {
    const blocks = [
      {
        columns: [2, 0],
        rows: [
          [1, 2],
          [3, 4],
        ],
        index: [1, 0, 1],
      },
      { columns: [1], rows: [[7], [8], [9]] },
    ];
    expect(issuesOf(blocks, 3, 3)).toEqual([]);
  });

  it("takes none at all", () => {
    expect(issuesOf([{ columns: [0, 1], rows: [] }], 0, 2)).toEqual([]);
    expect(issuesOf([], 4, 0)).toEqual([]);
  });

  it("reports everything that does not fit", () => {
    const blocks = [
      { columns: [0, 3], rows: [[1, 2]], index: [0, 1, 0] },
      { columns: [0, 1], rows: [[1], [2, 3], [4, 5]] },
    ];
    expect(issuesOf(blocks, 2, 3)).toEqual([
      "/regressor/support_vectors/0/columns/1 expected a position below 3, got 3",
      "/regressor/support_vectors/0/index expected 2 items, one per support vector, got 3",
      "/regressor/support_vectors/0/index/1 expected a position below 1, got 1",
      "/regressor/support_vectors/1/columns/0 names column 0 twice",
      "/regressor/support_vectors/1/rows/0 expected 2 items, one per column, got 1",
      "/regressor/support_vectors/1/rows expected 2 items, one per support vector, got 3",
      "/regressor/support_vectors lacks column 2",
    ]);
  });

  it("reports more than fits, which a short file can claim", () => {
    expect(issuesOf([], 2 ** 20, 2 ** 20)).toEqual([
      "/regressor/support_vectors expected at most 134217728 values, got 1048576 support vectors of 1048576 columns",
      "/regressor/support_vectors lacks column 0",
    ]);
  });
});
