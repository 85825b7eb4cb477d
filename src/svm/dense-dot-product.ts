// The kernels of a dot product, over every support vector and every column:
//
//   poly:     K(x, s) = (γ · x·s + c)^d     by repeated squaring, as libsvm's powi
//   sigmoid:  K(x, s) = tanh(γ · x·s + c)

import { tanh } from "../numeric/tanh.js";
import type { Evaluator, Svr } from "./svr.js";

/** Evaluates every support vector for every row. */
export class DenseDotProduct implements Evaluator {
  private readonly svr: Svr;
  private readonly kernel: (scaled: number) => number;

  constructor(svr: Svr) {
    this.svr = svr;
    this.kernel = svr.kernel === "sigmoid" ? tanh : (base) => powi(base, svr.degree);
  }

  evaluate(row: Float64Array): number {
    const { kernel } = this;
    const { dualCoef, gamma, coef0, intercept, supportVectors, width } = this.svr;
    let sum = 0;
    for (let i = 0, at = 0; i < dualCoef.length; i++) {
      let dot = 0;
      for (let c = 0; c < width; c++, at++) dot += row[c]! * supportVectors[at]!;
      sum += dualCoef[i]! * kernel(gamma * dot + coef0);
    }
    return sum + intercept;
  }

  evaluateRows(rows: Float64Array, count: number, predictions: Float64Array): void {
    const width = rows.length / 64;
    for (let i = 0; i < count; i++) predictions[i] = this.evaluate(rows.slice(i * width, (i + 1) * width));
  }
}

/** base^exponent for an integer exponent from 0. */
function powi(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, bits = exponent; bits > 0; bits = Math.floor(bits / 2), square *= square)
    if (bits % 2 === 1) power *= square;
  return power;
}
