// The dense evaluator of the kernels of a dot product:
//
//   f(x) = Σ_i α_i · (γ · x·s_i + c)^d + b          poly
//   f(x) = Σ_i α_i · tanh(γ · x·s_i + c) + b        sigmoid
//
// Sums run in the order of dense-rbf.ts.

import { packedDoubles } from "../numeric/packed-doubles.js";
import { evaluateKernel, packPanels } from "./kernels.js";
import { type DenseSvr, type Evaluator, type Features, rowByRow } from "./svr.js";

/** Creates an evaluator that computes the kernel of every support vector for every row. */
export function createDenseDotProduct(svr: DenseSvr, features: Features): Evaluator {
  const { dualCoef, intercept, supportVectors, width } = svr;
  const { length } = dualCoef;
  const panels = packPanels(supportVectors, length, width);
  const kernels = packedDoubles(panels.lanes);
  return rowByRow(features, (rows, at) => {
    evaluateKernel(svr, panels, length, rows, at, kernels);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += dualCoef[i]! * kernels[i]!;
    return sum + intercept;
  });
}
