// Equal support vectors are one: the same function of any row, to a rounding or two.

import fc from "fast-check";
import { expect, it } from "vitest";
import { createEvaluator } from "../../src/svm/evaluator.js";
import { mergeEqual } from "../../src/svm/merge.js";
import type { BlockedSvr } from "../../src/svm/svr.js";
import { featuresOf } from "../support/evaluate-rows.js";

const value = fc.constantFrom(0, -0, 1, 0.1, 1e300, 2 ** -30);
const problem = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.nat(25))
  .chain(([width, n]) =>
    fc.tuple(
      fc.constant(width),
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: n, maxLength: n }),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }),
    ),
  );

const svrOf = (
  width: number,
  vectors: number[][],
  dualCoef: number[],
  kernel: BlockedSvr["kernel"] = "rbf",
): BlockedSvr => ({
  kernel,
  gamma: 1,
  coef0: 0,
  degree: 2,
  dualCoef: Float64Array.from(dualCoef),
  intercept: 0,
  blocks: Array.from({ length: width }, (_, c) => ({ columns: [c], rows: vectors.map((vector) => [vector[c]!]) })),
  factors: undefined,
  width,
});

it("keeps each support vector once, with the sum of its coefficients, in the order in which they come", () => {
  fc.assert(
    fc.property(problem, ([width, vectors, coefficients]) => {
      // 0 and −0 are as near as can be: String makes them the same.
      const sums = new Map<string, number>();
      vectors.forEach((vector, i) => {
        const key = vector.map(String).join();
        sums.set(key, (sums.get(key) ?? 0) + coefficients[i]!);
      });
      const merged = mergeEqual(svrOf(width, vectors, coefficients));
      const rows = Array.from(merged.dualCoef, (_, i) => [...merged.supportVectors.slice(i * width, (i + 1) * width)]);
      expect(rows.map((row) => row.map(String).join())).toEqual([...sums.keys()]);
      expect([...merged.dualCoef]).toEqual([...sums.values()]);
      expect(merged.supportVectors).toHaveLength(sums.size * width);
    }),
  );
});

it.each(["rbf", "poly", "sigmoid"] as const)("makes the dense %s evaluator do less", (kernel) => {
  const vectors = [[0.3], [0.1], [0.3], [0.2], [0.4]];
  const { plan } = createEvaluator(svrOf(1, vectors, [1, 2, 3, 4, 5], kernel), featuresOf(1));
  expect(plan).toBe("dense: 4 of 1");
});
