// The choice of an evaluator, made once at load, from the kernel and the support vectors alone.

import { createDenseDotProduct } from "./dense-dot-product.js";
import { createDenseRbf } from "./dense-rbf.js";
import { describePlan, planFactors } from "./factor-plan.js";
import { createFactoredRbf } from "./factored-rbf.js";
import { mergeEqual } from "./merge.js";
import type { BlockedSvr, Evaluator, Feature } from "./svr.js";

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
  const { kernel, dualCoef, blocks, width } = svr;
  const factorPlan = kernel === "rbf" ? planFactors(blocks, dualCoef.length, width) : undefined;
  if (factorPlan) return { evaluator: createFactoredRbf(svr, features, factorPlan), plan: describePlan(factorPlan) };
  const merged = mergeEqual(svr);
  const create = kernel === "rbf" ? createDenseRbf : createDenseDotProduct;
  return { evaluator: create(merged, features), plan: `dense: ${merged.dualCoef.length} of ${width}` };
}
