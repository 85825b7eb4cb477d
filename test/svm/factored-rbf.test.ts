// The factored evaluation against the dense one and ml-matrix, on problems that repeat a lot, a
// little, and not at all.

import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import type { Factors, SupportVectorBlock } from "../../src/model-file/types.generated.js";
import { createDenseRbf } from "../../src/svm/dense-rbf.js";
import { createFactoredRbf } from "../../src/svm/factored-rbf.js";
import { checkFactors, planFactors } from "../../src/svm/factors.js";
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
    factors: undefined,
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

/**
 * Factors of any kind: columns in any groups, joined in any order, in any of the three parts. The
 * exporter would choose better ones.
 */
function drawFactors(width: number, random: () => number): Factors {
  const pick = <T>(list: T[]): T => list.splice(Math.floor(random() * list.length), 1)[0]!;
  const size = Math.ceil(random() * Math.min(width, 8));
  const columns = Array.from({ length: width }, (_, c) => c);
  const groups = Array.from({ length: size }, () => [pick(columns)]);
  while (columns.length > 0) groups[Math.floor(random() * size)]!.push(pick(columns));
  const nodes = groups.map((_, g) => g);
  const joins: number[][] = [];
  const left = Math.ceil(random() * 3);
  while (nodes.length > left) {
    joins.push([pick(nodes), pick(nodes)]);
    nodes.push(groups.length + joins.length - 1);
  }
  const second = pick(nodes);
  const others = random() < 0.5 ? (["first", "last"] as const) : (["last", "first"] as const);
  return { groups, joins, second, ...Object.fromEntries(nodes.map((node, i) => [others[i], node])) };
}

describe("the factored evaluation", () => {
  it("agrees with the dense one and with ml-matrix by any factors, for single rows and many", () => {
    fc.assert(
      fc.property(problem, (drawn) => {
        const { svr, rows } = build(drawn);
        fc.pre(svr.width > 0);
        const factors = drawFactors(svr.width, seeded(drawn.seed));
        checkFactors(factors, svr.width, "", (path, message) => expect.unreachable(`${path} ${message}`));
        const plan = planFactors(factors, svr.blocks, svr.dualCoef.length);
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
          // A new evaluator takes longest.
          if (i % 5 === 4) expect(evaluateRow(createFactoredRbf(svr, features, plan), row)).toBe(predictions[i]);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("has the same bits while its caches pause, and after", () => {
    const { svr } = build({
      seed: 5,
      count: 150,
      people: 5,
      quantities: 3,
      categories: [4, 3],
      unrepeated: 1,
      gamma: 0.05,
      intercept: 0.01,
    });
    const factors = {
      groups: [[0, 1, 2], [3, 4, 5, 6], [7, 8, 9], [10]],
      joins: [[1, 0]],
      first: 2,
      second: 4,
      last: 3,
    };
    const plan = planFactors(factors, svr.blocks, svr.dualCoef.length);
    const features = featuresOf(svr.width);
    const factored = createFactoredRbf(svr, features, plan);
    const random = seeded(6);
    // No row comes again, until the last 600 do. The first pause ends in between, after 8,448 rows.
    const fresh = Array.from({ length: 9000 }, () => Float64Array.from({ length: svr.width }, () => random()));
    const rows = [...fresh, ...Array.from({ length: 600 }, (_, i) => fresh[i % 3]!)];
    for (const [i, row] of rows.entries()) {
      const found = evaluateRow(factored, row);
      // A new evaluator for each row takes longest, so not all rows are compared.
      if (i < 400 || i > 8400) expect(found).toBe(evaluateRow(createFactoredRbf(svr, features, plan), row));
    }
  });
});
