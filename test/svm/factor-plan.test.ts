// The factor plan of blocks with an index: what it finds among their rows.

import { describe, expect, it } from "vitest";
import { describePlan, leavesOf, planFactors } from "../../src/svm/factor-plan.js";

describe("the factor plan", () => {
  it("looks at no row of a block that no support vector has", () => {
    const rows = [
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
      [5, 5, 5],
    ];
    const index = Array.from({ length: 90 }, (_, i) => i % 3);
    const plan = planFactors([{ columns: [0, 1, 2], rows, index }], 90, 3)!;
    expect(describePlan(plan)).toBe("factored: 3 of 3; 0 products");
    const [categories] = leavesOf(plan);
    expect(categories).toMatchObject({ columns: [0, 1, 2], categories: true, distinct: 3 });
    expect([...categories!.index]).toEqual(index);
  });

  it("ends the categories of an input at a column that is not 0 beside one of them", () => {
    const rows = [
      [0, 0, 9],
      [1, 0, 9],
      [0, 1, 4],
      [0, 0, 4],
    ];
    const index = Array.from({ length: 90 }, (_, i) => i % 4);
    const leaves = leavesOf(planFactors([{ columns: [0, 1, 2], rows, index }], 90, 3)!);
    const categories = leaves.find(({ columns }) => columns.length === 2)!;
    expect(categories).toMatchObject({ columns: [0, 1], categories: true, distinct: 3 });
    expect([...categories.index.subarray(0, 4)]).toEqual([0, 1, 2, 0]);
  });
});
