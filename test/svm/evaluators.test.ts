// Every evaluator against the slow and obvious one: the same numbers added in the same order, so
// the same bits.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "../../src/numeric/exp.js";
import { tanh } from "../../src/numeric/tanh.js";
import { createDenseDotProduct } from "../../src/svm/dense-dot-product.js";
import { createDenseRbf } from "../../src/svm/dense-rbf.js";
import { createLinear } from "../../src/svm/linear.js";
import type { DenseSvr, Evaluator } from "../../src/svm/svr.js";
import { seeded } from "../numeric/seeded.js";
import { evaluateRow, evaluateRows, featuresOf } from "../support/evaluate-rows.js";
import { parityBound } from "../support/oracle.js";

const dense = (svr: DenseSvr): Evaluator =>
  (svr.kernel === "rbf" ? createDenseRbf : createDenseDotProduct)(svr, featuresOf(svr.width));

/** libsvm's loops. */
function evaluateObviously(svr: DenseSvr, row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < svr.dualCoef.length; i++) {
    let distance = 0;
    let dot = 0;
    for (let c = 0; c < svr.width; c++) {
      const s = svr.supportVectors[i * svr.width + c]!;
      distance += (row[c]! - s) * (row[c]! - s);
      dot += row[c]! * s;
    }
    sum += svr.dualCoef[i]! * (svr.kernel === "rbf" ? exp(-svr.gamma * distance) : ofDotProduct(svr, dot));
  }
  return sum + svr.intercept;
}

function ofDotProduct({ kernel, gamma, coef0, degree }: DenseSvr, dot: number): number {
  const scaled = gamma * dot + coef0;
  if (kernel === "sigmoid") return tanh(scaled);
  let power = 1;
  for (let square = scaled, bits = degree; bits > 0; bits >>= 1, square *= square) if (bits & 1) power *= square;
  return power;
}

/** Checks the bits of each row by itself and of all together. */
function expectSameBits(evaluator: Evaluator, width: number, rows: Float64Array, count: number, expected: number[]) {
  expect([...evaluateRows(evaluator, width, rows, count)]).toStrictEqual(expected);
  for (let r = 0; r < count; r++)
    expect(evaluateRow(evaluator, rows.slice(r * width, (r + 1) * width))).toBe(expected[r]!);
}

function expectObviousBits(svr: DenseSvr, rows: Float64Array, count: number): void {
  const expected = Array.from({ length: count }, (_, r) => evaluateObviously(svr, rows.subarray(r * svr.width)));
  expectSameBits(dense(svr), svr.width, rows, count, expected);
}

const random = seeded(11);
const numbers = (length: number, size = 2): Float64Array =>
  Float64Array.from({ length }, () => (random() * 2 - 1) * size);

function randomSvr(kernel: DenseSvr["kernel"], n: number, width: number): DenseSvr {
  return {
    kernel,
    gamma: 1 / (width + 1),
    coef0: 0.5,
    degree: 3,
    dualCoef: numbers(n, 10),
    intercept: random(),
    supportVectors: numbers(n * width),
    width,
  };
}

const quantity = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 5e-324, 1e-160, -1e160) },
);
const numbersOf = (length: number) =>
  fc.array(quantity, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

const problem = (kernel: fc.Arbitrary<DenseSvr["kernel"]>) =>
  fc.tuple(fc.nat(20), fc.nat(12), fc.nat(20)).chain(([n, width, count]) =>
    fc.record({
      svr: fc.record({
        kernel,
        gamma: fc.oneof(fc.double({ min: 1e-3, max: 10, noNaN: true }), fc.constantFrom(1e-300, 1e300)),
        coef0: fc.double({ min: -2, max: 2, noNaN: true }),
        degree: fc.nat(6),
        dualCoef: numbersOf(n),
        intercept: quantity,
        supportVectors: numbersOf(n * width),
        width: fc.constant(width),
      }),
      rows: numbersOf(count * width),
      count: fc.constant(count),
    }),
  );

describe.each(["rbf", "poly", "sigmoid"] as const)("the dense evaluator of %s", (kernel) => {
  it("has the bits of the obvious loops for 0 to 13 support vectors, 0 to 9 columns, 0 to 9 rows", () => {
    for (let n = 0; n <= 13; n++) {
      for (let width = 0; width <= 9; width++) {
        const svr = randomSvr(kernel, n, width);
        for (let count = 0; count <= 9; count++) expectObviousBits(svr, numbers(count * width), count);
      }
    }
  });

  it("has them for whatever numbers", () => {
    fc.assert(
      fc.property(problem(fc.constant(kernel)), ({ svr, rows, count }) => expectObviousBits(svr, rows, count)),
      { numRuns: 500 },
    );
  });

  it("has them for more rows than a pass takes, and for support vectors that are whole numbers", () => {
    const svr = randomSvr(kernel, 50, 20);
    expectObviousBits(svr, numbers(37 * 20), 37);
    expectObviousBits(
      { ...svr, supportVectors: svr.supportVectors.map(Math.round) },
      numbers(37 * 20).map(Math.round),
      37,
    );
  });

  it("has them for more support vectors than a block takes, and more columns than a turn", () => {
    for (const n of [119, 120, 121, 245]) expectObviousBits(randomSvr(kernel, n, 17), numbers(11 * 17), 11);
  });

  it("keeps nothing from one call to the next", () => {
    const evaluator = dense(randomSvr(kernel, 7, 3));
    const rows = numbers(3 * 9);
    const first = evaluateRows(evaluator, 3, rows, 9);
    evaluateRows(evaluator, 3, numbers(3 * 9, 1e200), 9);
    expect(evaluateRows(evaluator, 3, rows, 9)).toStrictEqual(first);
  });

  it("is the intercept without support vectors", () => {
    const svr = randomSvr(kernel, 0, 4);
    expect(evaluateRow(dense(svr), numbers(4))).toBe(svr.intercept);
  });
});

describe("DenseRbf", () => {
  it("is within the parity bound of a loop with Math.exp", () => {
    fc.assert(
      fc.property(problem(fc.constant("rbf" as const)), ({ svr, rows, count }) => {
        const { dualCoef, gamma, intercept, supportVectors, width } = svr;
        evaluateRows(dense(svr), width, rows, count).forEach((prediction, r) => {
          let sum = intercept;
          let magnitude = Math.abs(intercept);
          dualCoef.forEach((alpha, i) => {
            let distance = 0;
            for (let c = 0; c < width; c++) distance += (rows[r * width + c]! - supportVectors[i * width + c]!) ** 2;
            const term = alpha * Math.exp(-gamma * distance);
            sum += term;
            magnitude += Math.abs(term);
          });
          expect(Math.abs(prediction - sum)).toBeLessThanOrEqual(parityBound(magnitude));
        });
      }),
      { numRuns: 500 },
    );
  });

  it("is a peak at each support vector for a huge gamma", () => {
    const svr: DenseSvr = { ...randomSvr("rbf", 7, 5), gamma: 1e300, intercept: 0 };
    const evaluator = dense(svr);
    for (let i = 0; i < 7; i++)
      expect(evaluateRow(evaluator, svr.supportVectors.slice(i * 5, i * 5 + 5))).toBe(svr.dualCoef[i]!);
    expect(evaluateRow(evaluator, numbers(5))).toBe(0);
  });

  it("is one kernel for one support vector", () => {
    const svr: DenseSvr = { ...randomSvr("rbf", 1, 1), gamma: 1, intercept: 0, supportVectors: Float64Array.of(2) };
    expect(evaluateRow(dense(svr), Float64Array.of(5))).toBe(svr.dualCoef[0]! * exp(-9));
  });
});

describe("Linear", () => {
  it("has the bits of the obvious loop", () => {
    for (let width = 0; width <= 9; width++) {
      const coef = numbers(width);
      const rows = numbers(9 * width);
      const expected = Array.from({ length: 9 }, (_, r) => {
        let sum = 0;
        for (let c = 0; c < width; c++) sum += coef[c]! * rows[r * width + c]!;
        return sum + 0.1;
      });
      for (let count = 0; count <= 9; count++)
        expectSameBits(createLinear(coef, 0.1, featuresOf(width)), width, rows, count, expected.slice(0, count));
    }
  });
});
