// A fitted SVR, and what evaluating it means:
//
//   f(x) = Σ dual_coef[i] · K(x, support_vectors[i]) + intercept

/** A fitted SVR: n support vectors of d columns. */
export interface Svr {
  readonly kernel: "rbf" | "poly" | "sigmoid";
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
  /** n coefficients. */
  readonly dualCoef: Float64Array;
  readonly intercept: number;
  /** n × d, row by row. */
  readonly supportVectors: Float64Array;
  /** d. */
  readonly width: number;
}

/** One way of evaluating one regressor. */
export interface Evaluator {
  /**
   * `predictions[i]` = f(row i), with the same bits whichever rows stand beside it.
   *
   * @param rows `count` rows of d finite values, row by row
   */
  evaluateRows(rows: Float64Array, count: number, predictions: Float64Array): void;
}

/** An evaluator to which rows have nothing in common: `evaluate` reads the one that begins at `at`. */
export function rowByRow(width: number, evaluate: (rows: Float64Array, at: number) => number): Evaluator {
  return {
    evaluateRows(rows, count, predictions) {
      for (let i = 0; i < count; i++) predictions[i] = evaluate(rows, i * width);
    },
  };
}
