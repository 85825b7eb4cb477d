// A fitted SVR, and what evaluating it means:
//
//   f(x) = Σ dual_coef[i] · K(x, support_vectors[i]) + intercept

import type { SupportVectorBlock } from "../model-file/types.generated.js";
import { packedDoubles } from "../numeric/packed-doubles.js";

/** A fitted SVR of n support vectors of d columns, but for these. */
interface Svr {
  readonly kernel: "rbf" | "poly" | "sigmoid";
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
  /** n coefficients. */
  readonly dualCoef: Float64Array;
  readonly intercept: number;
  /** d. */
  readonly width: number;
}

/** Its support vectors as a model file holds them: blocks of columns that repeat together. */
export interface BlockedSvr extends Svr {
  readonly blocks: readonly SupportVectorBlock[];
}

/** Its support vectors as a matrix. */
export interface DenseSvr extends Svr {
  /** n × d, row by row. */
  readonly supportVectors: Float64Array;
}

/** Where one column of a row stands among the cells, and which cells decide it. */
export interface Place {
  readonly cell: number;
  readonly keys: readonly number[];
}

/** Rows that an evaluator takes before it predicts them. */
export const CHUNK = 64;

/** One way of evaluating one regressor: takes up to `BLOCK` rows, then predicts them, with the same bits whichever rows stand beside each other. */
export interface Evaluator {
  /**
   * Takes a row as the i-th.
   *
   * @param cells hold the row, once `complete` was called; the cells that decide it, before
   */
  load(cells: Float64Array, i: number, complete: () => void): void;
  /** Predicts the first `count` rows. What `predictions` then holds after them means nothing. */
  predict(count: number, predictions: Float64Array): void;
}

/** An evaluator of rows of numbers, that stand one after the other. */
export function overRows(
  places: readonly Place[],
  predict: (rows: readonly number[], count: number, predictions: Float64Array) => void,
): Evaluator {
  const { length } = places;
  const rows = packedDoubles(CHUNK * length);
  return {
    load(cells, i, complete) {
      complete();
      for (let c = 0, to = i * length; c < length; c++) rows[to++] = cells[places[c]!.cell]!;
    },
    predict: (count, predictions) => predict(rows, count, predictions),
  };
}

/** The same where rows have nothing in common: `evaluate` reads the one that begins at `at`. */
export function rowByRow(
  places: readonly Place[],
  evaluate: (rows: readonly number[], at: number) => number,
): Evaluator {
  return overRows(places, (rows, count, predictions) => {
    for (let i = 0; i < count; i++) predictions[i] = evaluate(rows, i * places.length);
  });
}
