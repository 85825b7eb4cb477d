// An SVR from the regressor of a model file, checked so that its predictions are finite.

import type { Report } from "../model-file/report.js";
import { checkSupportVectors } from "../model-file/support-vectors.js";
import type { SvrRegressor } from "../model-file/types.generated.js";
import { checkFactors } from "./factors.js";
import type { BlockedSvr } from "./svr.js";

/** libsvm keeps the degree in a C int. */
const MAX_DEGREE = 2_147_483_647;

/**
 * Checks an SVR. The result means nothing if a problem was reported.
 *
 * @param width features, d
 * @param path of the regressor in the model file
 */
export function resolveSvr(regressor: SvrRegressor, width: number, path: string, report: Report): BlockedSvr {
  const { kernel, gamma, coef0 = 0, degree = 0, intercept, support_vectors: blocks, factors } = regressor;
  const dualCoef = Float64Array.from(regressor.dual_coef);
  // The RBF kernel and tanh are at most 1, so no sum in any order can exceed this one.
  const bound = dualCoef.reduce((sum, coefficient) => sum + Math.abs(coefficient), Math.abs(intercept));
  if (!Number.isFinite(bound)) report(`${path}/dual_coef`, "coefficients whose magnitudes have a finite sum", Infinity);
  if (degree > MAX_DEGREE) report(`${path}/degree`, `at most ${MAX_DEGREE}`, degree);
  checkSupportVectors(blocks, dualCoef.length, width, `${path}/support_vectors`, report);
  if (factors) checkFactors(factors, width, `${path}/factors`, report);
  return { kernel, gamma, coef0, degree, dualCoef, intercept, blocks, factors, width };
}
