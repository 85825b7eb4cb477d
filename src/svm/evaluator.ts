// The choice of an evaluator, made once at load, from the kernel and the factors alone.

import { createDenseDotProduct } from "./dense-dot-product.js";
import { createDenseRbf } from "./dense-rbf.js";
import { createFactoredRbf } from "./factored-rbf.js";
import { describePlan, planFactors } from "./factors.js";
import { mergeEqual } from "./merge.js";
import type { BlockedSvr, Evaluator, Features } from "./svr.js";

/**
 * Creates the evaluator of an SVR.
 *
 * @param features one per column of the support vectors
 * @returns the evaluator, and the choice in words
 */
export function createEvaluator(
  svr: BlockedSvr,
  features: Features,
): { readonly evaluator: Evaluator; readonly plan: string } {
  const { kernel, dualCoef, blocks, width, factors } = svr;
  if (kernel === "rbf" && factors) {
    const factorPlan = planFactors(factors, blocks, dualCoef.length);
    return { evaluator: createFactoredRbf(svr, features, factorPlan), plan: describePlan(factorPlan) };
  }
  const merged = mergeEqual(svr);
  const create = kernel === "rbf" ? createDenseRbf : createDenseDotProduct;
  return { evaluator: create(merged, features), plan: `dense: ${merged.dualCoef.length} of ${width}` };
}
