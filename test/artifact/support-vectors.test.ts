import { describe, expect, it } from "vitest";
import { unfoldSupportVectors } from "../../src/artifact/support-vectors.js";
import type { SupportVectorBlock } from "../../src/artifact/types.generated.js";

function unfold(blocks: SupportVectorBlock[], count: number, width: number): { vectors: number[]; issues: string[] } {
  const issues: string[] = [];
  const vectors = unfoldSupportVectors(blocks, count, width, "/regressor/support_vectors", (path, message) =>
    issues.push(`${path} ${message}`),
  );
  return { vectors: [...vectors], issues };
}

describe("unfoldSupportVectors", () => {
  it("puts the columns of all blocks in their places", () => {
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
    expect(unfold(blocks, 3, 3)).toEqual({ vectors: [4, 7, 3, 2, 8, 1, 4, 9, 3], issues: [] });
  });

  it("puts columns in any order", () => {
    const blocks = [{ columns: [3, 4, 0, 2, 1], rows: [[33, 44, 0.5, 22, 11]], index: [0, 0] }];
    const row = [0.5, 11, 22, 33, 44];
    expect(unfold(blocks, 2, 5)).toEqual({ vectors: [...row, ...row], issues: [] });
  });

  it("takes none at all", () => {
    expect(unfold([{ columns: [0, 1], rows: [] }], 0, 2)).toEqual({ vectors: [], issues: [] });
    expect(unfold([], 4, 0)).toEqual({ vectors: [], issues: [] });
  });

  it("reports everything that does not fit", () => {
    const blocks = [
      { columns: [0, 3], rows: [[1, 2]], index: [0, 1, 0] },
      { columns: [0, 1], rows: [[1], [2, 3], [4, 5]] },
    ];
    expect(unfold(blocks, 2, 3).issues).toEqual([
      "/regressor/support_vectors/0/columns/1 expected a position below 3, got 3",
      "/regressor/support_vectors/0/index expected 2 items, one per support vector, got 3",
      "/regressor/support_vectors/0/index/1 expected a position below 1, got 1",
      "/regressor/support_vectors/1/columns/0 names column 0 twice",
      "/regressor/support_vectors/1/rows/0 expected 2 items, one per column, got 1",
      "/regressor/support_vectors/1/rows expected 2 items, one per support vector, got 3",
      "/regressor/support_vectors lacks column 2",
    ]);
  });

  it("does not allocate what a short file only claims", () => {
    expect(unfold([], 2 ** 20, 2 ** 20).issues).toEqual([
      "/regressor/support_vectors expected at most 134217728 values, got 1048576 support vectors of 1048576 columns",
    ]);
  });
});
