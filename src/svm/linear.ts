// A linear kernel needs no support vectors:  f(x) = Σ coef[c] · x[c] + intercept.  So does every linear model.

import { type Evaluator, type Place, rowByRow } from "./svr.js";

export function createLinear(coef: Float64Array, intercept: number, places: readonly Place[]): Evaluator {
  return rowByRow(places, (rows, at) => {
    let sum = 0;
    for (let c = 0; c < coef.length; c++) sum += coef[c]! * rows[at + c]!;
    return sum + intercept;
  });
}
