// The choice of how to evaluate an SVR, made once, at load. An evaluator that shares work between support vectors (the RBF kernel
// factorises over groups of columns, and columns of real support vectors repeat) belongs beside the dense ones, chosen here from the support
// vectors alone.

import { DenseDotProduct } from "./dense-dot-product.js";
import { DenseRbf } from "./dense-rbf.js";
import type { Evaluator, Svr } from "./svr.js";

/** Chooses how to evaluate an SVR. */
export function createEvaluator(svr: Svr): Evaluator {
  return svr.kernel === "rbf" ? new DenseRbf(svr) : new DenseDotProduct(svr);
}
