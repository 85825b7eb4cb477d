// The factors of a model file: which ones are refused, and what is found among the support vectors.

import { describe, expect, it } from "vitest";
import type { Factors } from "../../src/model-file/types.generated.js";
import { checkFactors, describePlan, planFactors } from "../../src/svm/factors.js";

/** Two persons, three days, and all pairs of them but one. */
const BLOCKS = [
  {
    columns: [0, 1],
    rows: [
      [35, 70],
      [28, 60],
      [9, 9],
    ],
    index: [0, 0, 1, 1, 0],
  },
  {
    columns: [3, 2],
    rows: [
      [0, 1],
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  },
];

const FACTORS: Factors = { groups: [[0, 1], [2], [3]], joins: [[1, 2]], first: 0, second: 3 };

describe("the factors", () => {
  it("have the distinct rows of their columns, in the order of support vectors", () => {
    const { first, second, last, pairs, combinations } = planFactors(FACTORS, BLOCKS, 5);
    expect(first).toMatchObject({ columns: [0, 1], distinct: 2 });
    expect([...first.index]).toEqual([0, 0, 1, 1, 0]);
    expect(second).toMatchObject({ columns: [2, 3], distinct: 3 });
    expect([...second.index]).toEqual([0, 0, 1, 0, 2]);
    expect(last).toMatchObject({ columns: [], distinct: 1 });
    expect([...pairs.index]).toEqual([0, 0, 1, 2, 3]);
    expect(combinations).toStrictEqual(pairs);
  });

  it("are described by exponentials, columns and products", () => {
    // Three products of the join, four of the pairs.
    expect(describePlan(planFactors(FACTORS, BLOCKS, 5))).toBe("factored: 2 of 2, 2 of 1, 2 of 1; 7 products");
    const one: Factors = { groups: [[0, 1, 2, 3]], joins: [], second: 0 };
    expect(describePlan(planFactors(one, BLOCKS, 5))).toBe("factored: 4 of 4; 0 products");
  });

  it.each<[string, Factors, RegExp[]]>([
    [
      "a column that is in no group",
      { ...FACTORS, groups: [[0, 1], [2], []] },
      [/^\/groups .*got 3 of them in 3 positions$/],
    ],
    [
      "a column in two groups",
      { ...FACTORS, groups: [[0, 1], [2], [2]] },
      [/^\/groups .*got 3 of them in 4 positions$/],
    ],
    [
      "a column that does not exist",
      { ...FACTORS, groups: [[0, 1], [2], [4]] },
      [/^\/groups .*below 4 once, got 3 of them in 4 positions$/],
    ],
    ["a join that comes before its node", { ...FACTORS, joins: [[1, 3]], second: 2 }, [/^\/joins\/0\/1 .*below 3/]],
    [
      "a node that is used twice",
      { ...FACTORS, first: 3 },
      [/^ each position below 4 once, got 3 of them in 4 positions$/],
    ],
    [
      "a node that is not used",
      { groups: FACTORS.groups, joins: [[1, 2]], second: 3 },
      [/^ .*got 3 of them in 3 positions$/],
    ],
    ["a node that does not exist", { ...FACTORS, second: 4 }, [/^ .*got 3 of them in 4 positions$/]],
  ])("are refused with %s", (_, factors, expected) => {
    const reports: string[] = [];
    checkFactors(factors, 4, "", (path, expected, received) => reports.push(`${path} ${expected}, got ${received}`));
    expect(reports).toHaveLength(expected.length);
    for (const [i, pattern] of expected.entries()) expect(reports[i]).toMatch(pattern);
  });
});
