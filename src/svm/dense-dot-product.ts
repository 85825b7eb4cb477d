// The dense evaluator of the kernels of a dot product:
//
//   f(x) = Σ_i α_i · (γ · x·s_i + c)^d + b          poly
//   f(x) = Σ_i α_i · tanh(γ · x·s_i + c) + b        sigmoid
//
// Sums run in the order of dense-rbf.ts.

import { packedDoubles } from "../numeric/packed-doubles.js";
import { dotProducts, packPanels, polynomials, sigmoids } from "./kernels.js";
import { type DenseSvr, type Evaluator, type Features, rowByRow } from "./svr.js";

/** Creates an evaluator that computes the kernel of every support vector for every row. */
export function createDenseDotProduct(svr: DenseSvr, features: Features): Evaluator {
  const { kernel, degree, dualCoef, gamma, coef0, intercept, supportVectors, width } = svr;
  const { length } = dualCoef;
  const panels = packPanels(supportVectors, length, width);
  /** Dot products of the row, then their kernels. */
  const kernels = packedDoubles(panels.lanes);
  return rowByRow(features, (rows, at) => {
    dotProducts(panels, rows, at, kernels);
    if (kernel === "sigmoid") sigmoids(gamma, coef0, kernels, length);
    else polynomials(gamma, coef0, degree, kernels, length);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += dualCoef[i]! * kernels[i]!;
    return sum + intercept;
  });
}
