// A linear kernel needs no support vectors:  f(x) = Σ coef[c] · x[c] + intercept.  So does every linear model.

import type { Evaluator } from "./svr.js";

export class Linear implements Evaluator {
  private readonly coef: Float64Array;
  private readonly intercept: number;

  constructor(coef: Float64Array, intercept: number) {
    this.coef = coef;
    this.intercept = intercept;
  }

  evaluate(row: Float64Array): number {
    return this.evaluateAt(row, 0);
  }

  evaluateRows(rows: Float64Array, count: number, predictions: Float64Array): void {
    for (let i = 0; i < count; i++) predictions[i] = this.evaluateAt(rows, i * this.coef.length);
  }

  private evaluateAt(rows: Float64Array, at: number): number {
    const { coef } = this;
    let sum = 0;
    for (let c = 0; c < coef.length; c++) sum += coef[c]! * rows[at + c]!;
    return sum + this.intercept;
  }

  evaluateRows(rows: Float64Array, count: number, predictions: Float64Array): void {
    const width = rows.length / 64;
    for (let i = 0; i < count; i++) predictions[i] = this.evaluate(rows.slice(i * width, (i + 1) * width));
  }
}
