import { describe, expect, it } from "vitest";
import { checkSupportVectors } from "../../src/model-file/support-vectors.js";
import type { SupportVectorBlock } from "../../src/model-file/types.generated.js";

function pathsOf(blocks: SupportVectorBlock[], count: number, width: number): string[] {
  const paths: string[] = [];
  checkSupportVectors(blocks, count, width, "/regressor/support_vectors", (path) => paths.push(path));
  return paths;
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
    expect(pathsOf(blocks, 3, 3)).toEqual([]);
  });

  it("takes none at all", () => {
    expect(pathsOf([{ columns: [0, 1], rows: [] }], 0, 2)).toEqual([]);
    expect(pathsOf([], 4, 0)).toEqual([]);
  });

  it("reports everything that does not fit", () => {
    const blocks = [
      { columns: [0, 3], rows: [[1, 2]], index: [0, 1, 0] },
      { columns: [0, 1], rows: [[1], [2, 3], [4, 5]] },
    ];
    expect(pathsOf(blocks, 2, 3)).toEqual([
      "/regressor/support_vectors",
      "/regressor/support_vectors/0/index",
      "/regressor/support_vectors/0/index/1",
      "/regressor/support_vectors/1/rows/0",
      "/regressor/support_vectors/1/rows",
    ]);
  });
});
