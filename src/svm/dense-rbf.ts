// The RBF kernel over every support vector and every column:
//
//   f(x) = Σ α_i · exp(−γ · Σ_c (x_c − s_ic)²) + b
//
// The sums run over c and i in order from 0, and b is added last, as in libsvm's svm_predict_values.

import { exponentials } from "../numeric/exp.js";
import { interleave, LANES, measure } from "./dense-blocks.js";
import { type Evaluator, overRows, type Place, type Svr } from "./svr.js";

/** Rows per pass over the support vectors: what does not fit a cache comes from memory once for all of them. */
const ROWS = 8;

/** Evaluates every support vector for every row. */
export function createDenseRbf(svr: Svr, places: readonly Place[]): Evaluator {
  const { dualCoef, gamma, intercept, supportVectors, width } = svr;
  const blocks = interleave(supportVectors, dualCoef.length, width);
  const stride = LANES * blocks.length;
  /** Of the rows of a pass from the support vectors, row by row. */
  const distances = new Float64Array(ROWS * stride);
  const kernels = new Float64Array(dualCoef.length);
  return overRows(places, (rows, count, predictions) => {
    for (let row = 0; row < count; ) {
      const end = Math.min(row + ROWS, count);
      measure(blocks, rows, row * width, end * width, distances);
      for (let from = 0; row < end; row++, from += stride) {
        exponentials(-gamma, distances, from, kernels, 0, kernels.length);
        let sum = 0;
        for (let i = 0; i < kernels.length; i++) sum += dualCoef[i]! * kernels[i]!;
        predictions[row] = sum + intercept;
      }
    }
  });
}
