// The choice of how to evaluate an SVR, made once, at load, from the support vectors and coefficients alone.

import { createDenseDotProduct } from "./dense-dot-product.js";
import { createDenseRbf } from "./dense-rbf.js";
import { describePlan, planFactors } from "./factor-plan.js";
import { createFactoredRbf } from "./factored-rbf.js";
import { mergeEqual } from "./merge.js";
import type { BlockedSvr, Evaluator, Place } from "./svr.js";

/**
 * How small the intercept may be against Σ|α| for the factored evaluation to keep the parity bound. A kernel K of the factored kind is off libsvm's by
 * −ln K · 2⁻⁵² of itself, or a few times that, because distances are added up in another order. Where K is small this is more than 16 · 2⁻⁵² · K allows;
 * but what it is more, up to three and a half times −ln K · 2⁻⁵², is at most 16 · 2⁻⁵² · 10⁻³: so the intercept covers it.
 */
const LEAST_INTERCEPT = 1e-3;

/** Chooses how to evaluate an SVR; also in words. */
export function createEvaluator(
  svr: BlockedSvr,
  places: readonly Place[],
): { readonly evaluator: Evaluator; readonly plan: string } {
  const { kernel, dualCoef, intercept, blocks, width } = svr;
  const total = dualCoef.reduce((sum, coefficient) => sum + Math.abs(coefficient), 0);
  const isCovered = Math.abs(intercept) >= LEAST_INTERCEPT * total;
  const factors = kernel === "rbf" && isCovered ? planFactors(blocks, dualCoef.length, width) : undefined;
  if (factors) return { evaluator: createFactoredRbf(svr, places, factors), plan: describePlan(factors) };
  const merged = mergeEqual(svr);
  const create = kernel === "rbf" ? createDenseRbf : createDenseDotProduct;
  return { evaluator: create(merged, places), plan: `dense: ${merged.dualCoef.length} of ${width}` };
}
