// A model of numbers that reach an SVR unchanged, made to measure for explanations.

import type { ModelFile, SvrRegressor } from "../../src/model-file/types.generated.js";

/** Returns a model file. Its only verification row lies at the origin. */
export function numericModel(
  width: number,
  supportVectors: readonly (readonly number[])[],
  regressor: Pick<SvrRegressor, "dual_coef" | "intercept"> & Partial<SvrRegressor>,
): ModelFile {
  const { kernel = "rbf", gamma = 0.5, dual_coef: coefficients, intercept, degree = 0 } = regressor;
  const kernelOf = (row: readonly number[]): number =>
    kernel === "rbf" ? Math.exp(-gamma * row.reduce((sum, value) => sum + value * value, 0)) : +(degree === 0);
  const prediction = coefficients.reduce((sum, c, i) => sum + c * kernelOf(supportVectors[i]!), intercept);
  const names = Array.from({ length: width }, (_, i) => `x${i}`);
  return {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "numeric" },
    inputs: names.map((name) => ({ name, kind: "number", missing: false })),
    pipeline: { type: "passthrough" },
    feature_names_out: names,
    regressor: {
      type: "SVR",
      kernel,
      gamma,
      ...regressor,
      support_vectors: [{ columns: names.map((_, i) => i), rows: supportVectors.map((row) => [...row]) }],
    },
    target: {},
    verification: {
      inputs: [names.map(() => 0)],
      transformed: [names.map(() => 0)],
      predictions: [[prediction]],
      bounds: { predictions: [[1e-9]] },
    },
  };
}
