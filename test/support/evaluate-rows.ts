// Evaluators, called as a test likes it: rows of numbers in, predictions out.

import { CHUNK, type Evaluator, type Features } from "../../src/svm/svr.js";

/** Returns the features of a row that is the cells itself. */
export function featuresOf(width: number): Features {
  const cells = Array.from({ length: width }, (_, cell) => cell);
  return { cells, keysOf: (features) => features, computing: () => () => {} };
}

/** Predicts `count` rows of `width` numbers, a block at a time. */
export function evaluateRows(evaluator: Evaluator, width: number, rows: Float64Array, count: number): Float64Array {
  const predictions = new Float64Array(count);
  const block = new Float64Array(CHUNK);
  for (let start = 0; start < count; start += CHUNK) {
    const size = Math.min(CHUNK, count - start);
    for (let i = 0; i < size; i++) {
      const at = (start + i) * width;
      evaluator.load(rows.slice(at, at + width), i, true);
    }
    evaluator.predict(size, block);
    predictions.set(block.subarray(0, size), start);
  }
  return predictions;
}

/** Predicts one row. */
export function evaluateRow(evaluator: Evaluator, row: Float64Array): number {
  return evaluateRows(evaluator, row.length, row, 1)[0]!;
}
