// A fitted SVR, and what evaluating it means:
//
//   f(x) = Σ dual_coef[i] · K(x, support_vectors[i]) + intercept,   K(x, s) = exp(−γ · ‖x − s‖²)

/** A fitted SVR with the RBF kernel: n support vectors of d columns. */
export interface Svr {
  readonly gamma: number;
  /** n coefficients. */
  readonly dualCoef: Float64Array;
  readonly intercept: number;
  /** n × d, row by row. */
  readonly supportVectors: Float64Array;
  /** d. */
  readonly width: number;
}

/** One way of evaluating one SVR. */
export interface Evaluator {
  /** f(row), for a row of d finite values. */
  evaluate(row: Float64Array): number;
  /** Σ |dual_coef[i]| · K(row, support_vectors[i]) + |intercept|: the scale of the rounding errors in `evaluate`. */
  magnitude(row: Float64Array): number;
}
