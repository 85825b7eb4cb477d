// The kernels of a dot product, over every support vector and every column:
//
//   poly:     K(x, s) = (γ · x·s + c)^d     by repeated squaring, as libsvm's powi
//   sigmoid:  K(x, s) = tanh(γ · x·s + c)
//
// Sums run in the order of dense-rbf.ts.

import { packedDoubles } from "../numeric/packed-doubles.js";
import { tanh } from "../numeric/tanh.js";
import { interleave, LANES } from "./dense-blocks.js";
import { type DenseSvr, type Evaluator, type Place, rowByRow } from "./svr.js";

/** Evaluates every support vector for every row. */
export function createDenseDotProduct(svr: DenseSvr, places: readonly Place[]): Evaluator {
  const { kernel, degree, dualCoef, gamma, coef0, intercept, supportVectors, width } = svr;
  const blocks = interleave(supportVectors, dualCoef.length, width);
  const dots = packedDoubles(LANES * blocks.length);
  const isSigmoid = kernel === "sigmoid";
  return rowByRow(places, (rows, at) => {
    multiply(blocks, rows, at, dots);
    let sum = 0;
    for (let i = 0; i < dualCoef.length; i++) {
      const scaled = gamma * dots[i]! + coef0;
      sum += dualCoef[i]! * (isSigmoid ? tanh(scaled) : powi(scaled, degree));
    }
    return sum + intercept;
  });
}

/** Dot products of the row that begins at `from`. */
function multiply(blocks: readonly number[][], rows: readonly number[], from: number, dots: number[]): void {
  for (let b = 0, to = 0; b < blocks.length; b++, to += LANES) {
    const block = blocks[b]!;
    let dot0 = 0;
    let dot1 = 0;
    let dot2 = 0;
    let dot3 = 0;
    let dot4 = 0;
    let dot5 = 0;
    let dot6 = 0;
    for (let at = 0, c = from; at < block.length; c++, at += 7) {
      const x = rows[c]!;
      dot0 += x * block[at]!;
      dot1 += x * block[at + 1]!;
      dot2 += x * block[at + 2]!;
      dot3 += x * block[at + 3]!;
      dot4 += x * block[at + 4]!;
      dot5 += x * block[at + 5]!;
      dot6 += x * block[at + 6]!;
    }
    dots[to] = dot0;
    dots[to + 1] = dot1;
    dots[to + 2] = dot2;
    dots[to + 3] = dot3;
    dots[to + 4] = dot4;
    dots[to + 5] = dot5;
    dots[to + 6] = dot6;
  }
}

/** base^exponent for an integer exponent from 0. */
function powi(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, bits = exponent; bits > 0; bits = Math.floor(bits / 2), square *= square)
    if (bits % 2 === 1) power *= square;
  return power;
}
