// The RBF kernel over every support vector and every column:
//
//   f(x) = Σ α_i · exp(−γ · Σ_c (x_c − s_ic)²) + b
//
// The sums run over c and i in order from 0, and b is added last, as in libsvm's svm_predict_values.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { interleave, LANES, squaredDistances } from "./dense-blocks.js";
import { type DenseSvr, type Evaluator, overRows, type Place } from "./svr.js";

/** Rows per pass over the support vectors: what does not fit a cache comes from memory once for all of them. */
const ROWS = 8;

/** Evaluates every support vector for every row. */
export function createDenseRbf(svr: DenseSvr, places: readonly Place[]): Evaluator {
  const { dualCoef, gamma, intercept, supportVectors, width } = svr;
  const blocks = interleave(supportVectors, dualCoef.length, width);
  const stride = LANES * blocks.length;
  /** Of the rows of a pass from the support vectors, row by row; then their kernels. */
  const kernels = packedDoubles(ROWS * stride);
  return overRows(places, (rows, count, predictions) => {
    for (let row = 0; row < count; row += ROWS) {
      const left = Math.min(ROWS, count - row);
      squaredDistances(blocks, rows, row * width, left, kernels);
      exponentials(-gamma, kernels, left * stride);
      // Sums of two rows do not wait for each other; that of one past the last means nothing.
      for (let k = 0, at = 0; k < left; k += 2, at += 2 * stride) {
        let sum0 = 0;
        let sum1 = 0;
        for (let i = 0; i < dualCoef.length; i++) {
          sum0 += dualCoef[i]! * kernels[at + i]!;
          sum1 += dualCoef[i]! * kernels[at + stride + i]!;
        }
        predictions[row + k] = sum0 + intercept;
        predictions[row + k + 1] = sum1 + intercept;
      }
    }
  });
}
