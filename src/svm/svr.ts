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
  /** f(row), for a row of d finite values. */
  evaluate(row: Float64Array): number;
  /**
   * `predictions[i]` = f(row i), the bits of `evaluate`.
   *
   * @param rows `count` rows of d finite values, row by row
   */
  evaluateRows(rows: Float64Array, count: number, predictions: Float64Array): void;
}
