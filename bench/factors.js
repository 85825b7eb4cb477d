// The factors of a made-up model file. The exporter plans them, so this runs Python.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findPython } from "./python.js";

const PLANNER = fileURLToPath(new URL("plan_factors.py", import.meta.url));

/**
 * @param blocks the support vectors of a model file
 * @param inputs the position of the input that each column comes from
 * @returns `factors` of the regressor, or nothing if there are none
 */
export function planFactors(blocks, inputs) {
  const python = findPython();
  if (python === undefined) throw new Error("expected a Python with scikit-learn: run `npm run bench:setup`");
  const input = JSON.stringify({ blocks, inputs });
  const factors = JSON.parse(execFileSync(python, [PLANNER], { input, maxBuffer: Infinity }));
  return factors ? { factors } : {};
}
