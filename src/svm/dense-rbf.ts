// The dense evaluator of the RBF kernel:
//
//   f(x) = Σ_i α_i · exp(−γ · Σ_c (x_c − s_ic)²) + b
//
// Sums run over c and i in order from 0, and b is added last, as in svm_predict_values of libsvm's
// svm.cpp.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { packPanels, squaredDistances } from "./kernels.js";
import { type DenseSvr, type Evaluator, type Feature, overRows } from "./svr.js";

/**
 * Rows per pass over the support vectors. What a CPU cache cannot hold is read once for all of
 * them.
 */
const ROWS = 8;

/** Creates an evaluator that computes the kernel of every support vector for every row. */
export function createDenseRbf(svr: DenseSvr, features: readonly Feature[]): Evaluator {
  const { dualCoef, gamma, intercept, supportVectors, width } = svr;
  const panels = packPanels(supportVectors, dualCoef.length, width);
  const { lanes } = panels;
  /** Squared distances of the rows of a pass, row by row, then their kernels. */
  const kernels = packedDoubles(ROWS * lanes);
  return overRows(features, (rows, count, predictions) => {
    for (let row = 0; row < count; row += ROWS) {
      const rest = Math.min(ROWS, count - row);
      squaredDistances(panels, rows, row * width, rest, kernels, 0);
      exponentials(-gamma, kernels, 0, rest * lanes);
      // Sums of two rows do not wait for each other. That of a row past the last means nothing.
      for (let k = 0, at = 0; k < rest; k += 2, at += 2 * lanes) {
        let sum0 = 0;
        let sum1 = 0;
        for (let i = 0; i < dualCoef.length; i++) {
          sum0 += dualCoef[i]! * kernels[at + i]!;
          sum1 += dualCoef[i]! * kernels[at + lanes + i]!;
        }
        predictions[row + k] = sum0 + intercept;
        predictions[row + k + 1] = sum1 + intercept;
      }
    }
  });
}
