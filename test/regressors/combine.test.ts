// The weighted median, in cases that a person can follow.

import { describe, expect, it } from "vitest";
import { medianBy } from "../../src/regressors/combine.js";

const take = (median: ReturnType<typeof medianBy>, predictions: number[]): number => {
  const output = new Float64Array(1);
  median(Float64Array.from(predictions), output);
  return output[0]!;
};

describe("the weighted median", () => {
  it.each([
    [[1], [7], 7],
    [[1, 1, 1], [3, 1, 2], 2],
    [[1, 1], [5, 4], 4],
    [[1, 1, 3], [3, 1, 2], 2],
    [[5, 1, 1], [3, 1, 2], 3],
    [[0], [7], 7],
    [[0, 0], [7, 6], 6],
    [[0, 1, 0], [1, 2, 3], 2],
    // Rounding decides, as in numpy: 0.1 + 0.2 is half of 0.1 + 0.2 + 0.3, but 0.3 is less than
    // half of 0.3 + 0.1 + 0.2.
    [[0.1, 0.2, 0.3], [1, 2, 3], 2],
    [[0.3, 0.1, 0.2], [1, 2, 3], 2],
  ])("by %j of %j is %d", (weights, predictions, expected) => {
    expect(take(medianBy(weights), predictions)).toBe(expected);
  });

  it("does not depend on the rows before", () => {
    // 0.1 + 0.2 + 0.5 is half of all. 0.2 + 0.5 + 0.1 is less, as numpy adds it up.
    const median = medianBy([0.1, 0.2, 0.5, 0.8]);
    expect(take(median, [1, 1, 1, 2])).toBe(1);
    expect(take(median, [3, 1, 2, 4])).toBe(4);
    expect(take(median, [1, 1, 1, 2])).toBe(1);
  });
});
