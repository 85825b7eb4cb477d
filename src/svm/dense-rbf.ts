// The RBF kernel over every support vector and every column:
//
//   f(x) = Σ α_i · exp(−γ · Σ_c (x_c − s_ic)²) + b
//
// The sums run over c and i in order from 0, and b is added last, as in libsvm's svm_predict_values.

import { exp } from "../numeric/exp.js";
import { doubles, interleave, LANES, measure } from "./dense-blocks.js";
import { type Evaluator, overRows, type Place, type Svr } from "./svr.js";

/** Rows per pass over the support vectors: what does not fit a cache comes from memory once for all of them. */
const ROWS = 8;

/** Evaluates every support vector for every row. */
export function createDenseRbf(svr: Svr, places: readonly Place[]): Evaluator {
  const { dualCoef, gamma, intercept, supportVectors, width } = svr;
  const blocks = interleave(supportVectors, dualCoef.length, width);
  /** The rows of a pass, and their squared distances from the support vectors, row by row. */
  const pass = doubles(ROWS * width);
  const stride = LANES * blocks.length;
  const distances = new Float64Array(ROWS * stride);
  return overRows(places, (rows, count, predictions) => {
    for (let row = 0, at = 0; row < count; ) {
      const end = Math.min(row + ROWS, count);
      const values = (end - row) * width;
      for (let c = 0; c < values; c++, at++) pass[c] = rows[at]!;
      measure(blocks, pass, values, distances);
      for (let from = 0; row < end; row++, from += stride)
        predictions[row] = weigh(dualCoef, -gamma, distances, from) + intercept;
    }
  });
}

/** Σ α_i · exp(−γ · distance_i) */
function weigh(dualCoef: Float64Array, minusGamma: number, distances: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < dualCoef.length; i++) sum += dualCoef[i]! * exp(minusGamma * distances[from + i]!);
  return sum;
}
