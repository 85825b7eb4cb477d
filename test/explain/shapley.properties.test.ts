// What Shapley values promise, on random kernel machines whose support vectors repeat in some of
// their columns: the definition, efficiency, symmetry, and 0 for an input that does not count.

import fc from "fast-check";
import { expect, it } from "vitest";
import { type ExplainerOptions, type Explanation, loadExplainer } from "../../src/explain/index.js";
import { loadModel } from "../../src/index.js";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { toRecord } from "../support/fixtures.js";
import { enumerate } from "./enumerated.js";
import { numericModel } from "./numeric-model.js";

type Row = readonly number[];

// Few values, so that rows repeat.
const value = fc.constantFrom(-1.5, -0, 0, 0.25, 1, 2);
const rowsOf = (width: number, least: number, most: number) =>
  fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: least, maxLength: most });

const problem = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    supportVectors: rowsOf(width, 1, 12),
    background: rowsOf(width, 1, 5),
    record: rowsOf(width, 1, 1).map(([row]) => row!),
    coefficient: fc.double({ min: -3, max: 3, noNaN: true }),
  }),
);

const toFile = (supportVectors: readonly Row[], coefficient: number): ModelFile =>
  numericModel(supportVectors[0]!.length, supportVectors, {
    dual_coef: supportVectors.map((_, i) => coefficient + (i % 3)),
    intercept: 0.5,
  });

const explain = (file: ModelFile, record: Row, background: readonly Row[], options?: ExplainerOptions<never>) =>
  loadExplainer<never>(file, {
    ...options,
    background: background.map((row) => toRecord(file, row)) as never[],
  }).explain(toRecord(file, record) as never);

const numbersOf = ({ contributions }: Explanation): number[] => contributions.map(({ contribution }) => contribution);

it("contributions are those of the definition", () => {
  fc.assert(
    fc.property(problem, ({ supportVectors, background, record, coefficient }) => {
      const file = toFile(supportVectors, coefficient);
      const found = explain(file, record, background);
      const [expected] = enumerate(loadModel<never>(file) as never, record, background);
      expect(found.exact).toBe(true);
      numbersOf(found).forEach((number, i) => {
        expect(Math.abs(number - expected![i]!)).toBeLessThanOrEqual(1e-12 * 10 * supportVectors.length);
      });
    }),
  );
});

it("they add up to the prediction", () => {
  fc.assert(
    fc.property(problem, ({ supportVectors, background, record, coefficient }) => {
      const found = explain(toFile(supportVectors, coefficient), record, background);
      const sum = numbersOf(found).reduce((total, number) => total + number, found.base);
      expect(Math.abs(sum - found.prediction)).toBeLessThanOrEqual(1e-12 * 10 * supportVectors.length);
    }),
  );
});

it("inputs that may be exchanged contribute the same", () => {
  const swap = ([a, b, ...others]: Row): Row => [b!, a!, ...others];
  fc.assert(
    fc.property(rowsOf(4, 1, 6), rowsOf(4, 1, 3), rowsOf(4, 1, 1), (supportVectors, background, [record]) => {
      const coefficients = supportVectors.map((_, i) => 1 + i);
      const file = numericModel(4, [...supportVectors, ...supportVectors.map(swap)], {
        dual_coef: [...coefficients, ...coefficients],
        intercept: 0.5,
      });
      const same = [record![0]!, record![0]!, ...record!.slice(2)];
      const [first, second] = numbersOf(explain(file, same, [...background, ...background.map(swap)]));
      expect(Math.abs(first! - second!)).toBeLessThanOrEqual(1e-12 * 10 * supportVectors.length);
    }),
  );
});

it("an input that is the same in the record and the background contributes 0", () => {
  fc.assert(
    fc.property(problem, ({ supportVectors, background, record, coefficient }) => {
      const rows = background.map((row) => [record[0]!, ...row.slice(1)]);
      expect(numbersOf(explain(toFile(supportVectors, coefficient), record, rows))[0]).toBe(0);
    }),
  );
});

it("the order of the background does not count but for rounding", () => {
  fc.assert(
    fc.property(problem, ({ supportVectors, background, record, coefficient }) => {
      const file = toFile(supportVectors, coefficient);
      const reversed = numbersOf(explain(file, record, [...background].reverse()));
      numbersOf(explain(file, record, background)).forEach((number, i) => {
        expect(Math.abs(number - reversed[i]!)).toBeLessThanOrEqual(1e-12 * 10 * supportVectors.length);
      });
    }),
  );
});
