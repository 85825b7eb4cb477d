// The regressor of a model file → a fitted SVR that cannot produce anything but finite numbers.

import type { Report } from "../artifact/report.js";
import { unfoldSupportVectors } from "../artifact/support-vectors.js";
import type { Regressor } from "../artifact/types.generated.js";
import type { Svr } from "./svr.js";

/**
 * Unfolds and checks the regressor.
 *
 * @param width transformed columns, d
 */
export function resolveSvr(regressor: Regressor, width: number, report: Report): Svr {
  const { dual_coef: coefficients, gamma, intercept, support_vectors: blocks } = regressor;
  const dualCoef = Float64Array.from(coefficients);
  // The kernel is at most 1, so no sum in any order can exceed this one.
  const bound = dualCoef.reduce((sum, coefficient) => sum + Math.abs(coefficient), Math.abs(intercept));
  if (!Number.isFinite(bound)) report("/regressor/dual_coef", "adds up to more than a double holds");
  const supportVectors = unfoldSupportVectors(blocks, dualCoef.length, width, report);
  return { dualCoef, gamma, intercept, supportVectors, width };
}
