// The factored evaluation against the dense one and ml-matrix, on problems that repeat a lot, a
// little, and not at all.

import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import type { SupportVectorBlock } from "../../src/model-file/types.generated.js";
import { createDenseRbf } from "../../src/svm/dense-rbf.js";
import { describePlan, type FactorPlan, leavesOf, planFactors } from "../../src/svm/factor-plan.js";
import { createFactoredRbf } from "../../src/svm/factored-rbf.js";
import type { BlockedSvr, DenseSvr } from "../../src/svm/svr.js";
import { evaluateRow, evaluateRows, featuresOf } from "../support/evaluate-rows.js";
import { parityBound } from "../support/oracle.js";

/** Numbers in [0, 1), the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Columns in runs: quantities of some people, categories of some inputs, quantities that never
 * repeat.
 */
const problem = fc.record({
  seed: fc.nat(),
  count: fc.constantFrom(1, 2, 3, 40, 150, 400),
  people: fc.constantFrom(1, 5, 30),
  quantities: fc.nat({ max: 6 }),
  categories: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  unrepeated: fc.nat({ max: 2 }),
  gamma: fc.constantFrom(1e-6, 0.05, 1, 1e4),
  /** The intercept as a share of Σ|α|. */
  intercept: fc.constantFrom(0, 1e-5, 0.01),
});
type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

function build({ seed, count, people, quantities, categories, unrepeated, gamma, intercept }: Problem) {
  const random = seeded(seed);
  const width = quantities + categories.reduce((sum, size) => sum + size, 0) + unrepeated;
  const persons = Array.from({ length: people }, () => Array.from({ length: quantities }, () => random() * 4 - 2));
  const draw = (): number[] => [
    ...persons[Math.floor(random() * people)]!,
    ...categories.flatMap((size) => {
      const hot = Math.floor(random() * (size + 1));
      return Array.from({ length: size }, (_, c) => (c === hot ? 0.7 : 0));
    }),
    ...Array.from({ length: unrepeated }, () => random()),
  ];
  const vectors = Array.from({ length: count }, draw);
  const dualCoef = Float64Array.from(vectors, () => random() * 10 - 5);
  const svr: BlockedSvr & DenseSvr = {
    kernel: "rbf",
    gamma,
    coef0: 0,
    degree: 0,
    dualCoef,
    intercept: intercept * dualCoef.reduce((sum, coefficient) => sum + Math.abs(coefficient), 0),
    supportVectors: Float64Array.from(vectors.flat()),
    blocks: blocksOf(vectors, [quantities, ...categories, unrepeated]),
    width,
  };
  const fresh = (): number[] => draw().map((value) => (random() < 0.2 ? random() * 3 : value));
  const far = (): number[] => fresh().map((value) => value * (1 + 20 * random()));
  const rows = [
    ...vectors.slice(0, 5),
    ...Array.from({ length: 10 }, draw),
    ...Array.from({ length: 5 }, fresh),
    ...Array.from({ length: 5 }, far),
  ];
  return { svr, rows: rows.map((row) => Float64Array.from(row)) };
}

/**
 * Blocks of the given numbers of columns. Every other one has an index into rows that are in no
 * order.
 */
function blocksOf(vectors: readonly number[][], sizes: readonly number[]): SupportVectorBlock[] {
  let start = 0;
  return sizes.map((size, b) => {
    const columns = Array.from({ length: size }, (_, c) => start + c);
    start += size;
    const rows = vectors.map((vector) => columns.map((column) => vector[column]!));
    if (b % 2 === 0) return { columns, rows };
    const distinct = [...new Map(rows.map((row) => [row.join(), row])).values()].reverse();
    return {
      columns,
      rows: distinct,
      index: rows.map((row) => distinct.findIndex((one) => one.join() === row.join())),
    };
  });
}

/** What ml-matrix makes of a row, and the parity bound. */
function evaluateByMatrix({ dualCoef, gamma, intercept, supportVectors, width }: DenseSvr, row: Float64Array) {
  const vectors = Matrix.from1DArray(dualCoef.length, width, Array.from(supportVectors));
  const distances = Matrix.pow(vectors.subRowVector(Array.from(row)), 2).sum("row");
  const terms = distances.map((distance, i) => dualCoef[i]! * Math.exp(-gamma * distance));
  const sizes = terms.map((term, i) => Math.abs(term) * (1 + gamma * distances[i]!));
  const bound = parityBound(sizes.reduce((sum, size) => sum + size, Math.abs(intercept)));
  return { value: terms.reduce((sum, term) => sum + term, 0) + intercept, bound };
}

function planOf({ blocks, dualCoef, width }: BlockedSvr): FactorPlan | undefined {
  return planFactors(blocks, dualCoef.length, width);
}

describe("the factored evaluation", () => {
  it("agrees with the dense one and with ml-matrix, for single rows and blocks of them", () => {
    let planned = 0;
    fc.assert(
      fc.property(problem, (drawn) => {
        const { svr, rows } = build(drawn);
        fc.pre(svr.width > 0);
        const plan = planOf(svr);
        if (!plan) return;
        planned++;
        const features = featuresOf(svr.width);
        const factored = createFactoredRbf(svr, features, plan);
        const dense = createDenseRbf(svr, features);
        const block = Float64Array.from(rows.flatMap((row) => [...row]));
        const predictions = evaluateRows(factored, svr.width, block, rows.length);
        rows.forEach((row, i) => {
          const { value, bound } = evaluateByMatrix(svr, row);
          expect(Math.abs(evaluateRow(factored, row) - value)).toBeLessThanOrEqual(bound);
          expect(Math.abs(evaluateRow(factored, row) - evaluateRow(dense, row))).toBeLessThanOrEqual(bound);
          // Neither what came before, nor the block, changes a bit.
          expect(predictions[i]).toBe(evaluateRow(factored, row));
          expect(evaluateRow(createFactoredRbf(svr, features, plan), row)).toBe(predictions[i]);
        });
      }),
      { numRuns: 500 },
    );
    // A third of them are, on average.
    expect(planned).toBeGreaterThan(100);
  });
});

describe("the plan", () => {
  const svrOf = (vectors: number[][], width: number): [SupportVectorBlock[], number, number] => [
    blocksOf(vectors, [width]),
    vectors.length,
    width,
  ];

  it("holds every column once, and every support vector", () => {
    fc.assert(
      fc.property(problem, (drawn) => {
        const { svr } = build(drawn);
        const plan = planOf(svr);
        if (!plan) return;
        const { first, second, last, pairs, combinations } = plan;
        const leaves = leavesOf(plan);
        for (const { index, distinct } of [first, second, last, pairs, combinations, ...leaves]) {
          expect(index).toHaveLength(svr.dualCoef.length);
          expect(Math.max(...index)).toBe(distinct - 1);
        }
        const columns = leaves.flatMap((leaf) => leaf.columns);
        expect(columns.sort((a, b) => a - b)).toEqual(Array.from({ length: svr.width }, (_, c) => c));
      }),
    );
  });

  it("is none where nothing repeats, or there is nothing", () => {
    const random = seeded(1);
    const continuous = Array.from({ length: 100 }, () => [random(), random()]);
    expect(planFactors(...svrOf(continuous, 2))).toBeUndefined();
    expect(planFactors(...svrOf([], 3))).toBeUndefined();
    expect(planFactors([], 5, 0)).toBeUndefined();
  });

  it("makes one of equal support vectors", () => {
    const vectors = Array.from({ length: 90 }, (_, i) => [i % 3, (i % 3) * 2]);
    const plan = planFactors(...svrOf(vectors, 2))!;
    expect(plan.combinations.distinct).toBe(3);
    expect(describePlan(plan)).toBe("factored: 3 of 2; 0 products");
  });

  it("keeps the categories of an input together, and what does not repeat apart", () => {
    const random = seeded(2);
    const vectors = Array.from({ length: 300 }, () => {
      const hot = Math.floor(random() * 4);
      return [...[0, 1, 2, 3].map((c) => (c === hot ? 1 : 0)), random()];
    });
    const leaves = leavesOf(planFactors(...svrOf(vectors, 5))!).map(({ columns }) => columns);
    expect(leaves).toContainEqual([4]);
    expect(leaves).toContainEqual([0, 1, 2, 3]);
  });
});
