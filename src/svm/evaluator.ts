// The choice of an evaluator, made once at load, from the support vectors and coefficients alone.

import { createDenseDotProduct } from "./dense-dot-product.js";
import { createDenseRbf } from "./dense-rbf.js";
import { describePlan, planFactors } from "./factor-plan.js";
import { createFactoredRbf } from "./factored-rbf.js";
import { mergeEqual } from "./merge.js";
import type { BlockedSvr, Evaluator, Feature } from "./svr.js";

/**
 * The least |b| / Σ|α| for which the factored evaluator keeps the parity bound. It adds up
 * distances in another order than libsvm. So its kernel K is off libsvm's by −ln K · 2⁻⁵² of K, or
 * by up to three and a half times that. A small K leaves less room than that in 16 · 2⁻⁵² · K. What
 * it lacks is at most 16 · 2⁻⁵² · 10⁻³, which the intercept's share of the bound covers.
 */
const LEAST_INTERCEPT = 1e-3;

/**
 * Creates the evaluator of an SVR.
 *
 * @param features one per column of the support vectors
 * @returns the evaluator, and the choice in words
 */
export function createEvaluator(
  svr: BlockedSvr,
  features: readonly Feature[],
): { readonly evaluator: Evaluator; readonly plan: string } {
  const { kernel, dualCoef, intercept, blocks, width } = svr;
  const total = dualCoef.reduce((sum, coefficient) => sum + Math.abs(coefficient), 0);
  const isCovered = Math.abs(intercept) >= LEAST_INTERCEPT * total;
  const factorPlan = kernel === "rbf" && isCovered ? planFactors(blocks, dualCoef.length, width) : undefined;
  if (factorPlan) return { evaluator: createFactoredRbf(svr, features, factorPlan), plan: describePlan(factorPlan) };
  const merged = mergeEqual(svr);
  const create = kernel === "rbf" ? createDenseRbf : createDenseDotProduct;
  return { evaluator: create(merged, features), plan: `dense: ${merged.dualCoef.length} of ${width}` };
}
