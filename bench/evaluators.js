// Which evaluator a model gets, and why a model gets the dense one. A model whose columns repeat
// should be factored: if it is not, it has fallen back.

import { loadModel } from "../dist/index.js";
import { ORDINARY_MODELS } from "./ordinary.js";
import { makeFile } from "./problems.js";

/** @returns `plan`, and for a dense evaluator `reason`, and whether the model `fellBack` */
export function describeEvaluator({ regressor }, plan) {
  if (!plan.startsWith("dense")) return { plan, fellBack: false };
  const fellBack = regressor.support_vectors.some(({ index }) => index);
  return { plan, reason: fellBack ? "columns repeat, but factors would cost more" : "no columns repeat", fellBack };
}

/** The ordinary model with any C, with a raw and a standardised target. */
export function describeOrdinaryEvaluators() {
  return ORDINARY_MODELS.map((description) => {
    const file = makeFile(description);
    const title = `an ordinary model, C = ${description.C}, ${description.target} target`;
    return { title, evaluator: describeEvaluator(file, loadModel(file).plan) };
  });
}
