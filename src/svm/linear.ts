// The evaluator of a linear model, which an SVR with a linear kernel is, too:
//
//   f(x) = Σ_c coef_c · x_c + b
//
// The sum runs over c in order from 0, and b is added last.

import { type Evaluator, type Features, rowByRow } from "./svr.js";

/** Creates an evaluator of one coefficient per feature. */
export function createLinear(coef: Float64Array, intercept: number, features: Features): Evaluator {
  return rowByRow(features, (rows, at) => {
    let sum = 0;
    for (let c = 0; c < coef.length; c++) sum += coef[c]! * rows[at + c]!;
    return sum + intercept;
  });
}
