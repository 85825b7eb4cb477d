// Which evaluator a model gets, and why a model gets the dense one. A model whose columns repeat
// should be factored: if it is not, it has fallen back.

import { loadModel } from "../dist/index.js";
import { ORDINARY_MODELS } from "./ordinary.js";
import { makeFile } from "./problems.js";

/** @returns `plan`, and for a dense evaluator `reason`, and whether the model `fellBack` */
export function describeEvaluator({ regressor }, plan) {
  if (!plan.startsWith("dense")) return { plan, fellBack: false };
  const { support_vectors: blocks, dual_coef: coefficients, intercept } = regressor;
  if (!blocks.some(({ index }) => index)) return { plan, reason: "no columns repeat", fellBack: false };
  const share = Math.abs(intercept) / coefficients.reduce((sum, coefficient) => sum + Math.abs(coefficient), 0);
  const reason = `columns repeat, the intercept is ${share.toExponential(1)} of the coefficients' absolute sum`;
  return { plan, reason, fellBack: true };
}

/** The ordinary model with any C, with a raw and a standardised target. */
export function describeOrdinaryEvaluators() {
  return ORDINARY_MODELS.map((description) => {
    const file = makeFile(description);
    const title = `an ordinary model, C = ${description.C}, ${description.target} target`;
    return { title, evaluator: describeEvaluator(file, loadModel(file).plan) };
  });
}
