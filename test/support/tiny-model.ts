// A model file small enough to work out by hand: one scaled number, one encoded word, one support
// vector.

import { loadModel, ModelFileError } from "../../src/index.js";
import type { ModelFile, SvrRegressor } from "../../src/model-file/types.generated.js";

/** Its regressor is an SVR. */
export interface TinyModel extends ModelFile {
  regressor: SvrRegressor;
}

/**
 * f(x) = 2 · exp(−((age − 30)/10)² / 2 …) + 1, written so that the row (30, "early") lies on the
 * support vector: 2 · 1 + 1 = 3.
 */
export function tinyModel(change: (model: TinyModel) => void = () => {}): TinyModel {
  const model: TinyModel = {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "tiny", target: "hours", unit: "h", metrics: { test_mae: 0.5 } },
    inputs: [
      { name: "Age", kind: "number", missing: true, range: [18, 65] },
      { name: "Shift", kind: "category", missing: false, categories: ["early", "late"] },
    ],
    pipeline: {
      type: "ColumnTransformer",
      transformers: [
        {
          name: "age",
          columns: [0],
          step: {
            type: "Pipeline",
            steps: [
              { name: "impute", step: { type: "SimpleImputer", statistics: [40] } },
              { name: "scale", step: { type: "StandardScaler", mean: [30], scale: [10] } },
            ],
          },
        },
        {
          name: "shift",
          columns: [1],
          step: { type: "OneHotEncoder", categories: [["early", "late"]], handle_unknown: "error" },
        },
      ],
    },
    feature_names_out: ["age__Age", "shift__Shift_early", "shift__Shift_late"],
    regressor: {
      type: "SVR",
      kernel: "rbf",
      gamma: 0.5,
      dual_coef: [2],
      intercept: 1,
      support_vectors: [{ columns: [0, 1, 2], rows: [[0, 1, 0]] }],
    },
    target: {},
    verification: {
      inputs: [[30, "early"]],
      transformed: [[0, 1, 0]],
      predictions: [[3]],
      bounds: { predictions: [[48 * 2 ** -52]] },
    },
  };
  change(model);
  return model;
}

/**
 * Returns the paths of the issues that loading a changed tiny model has, under an error of this
 * code.
 */
export function pathsOf(change: (model: TinyModel) => void, code: string = "MODEL_FILE_INVALID"): string[] {
  try {
    loadModel(tinyModel(change));
  } catch (error) {
    if (!(error instanceof ModelFileError) || error.code !== code) throw error;
    return error.issues.map(({ path }) => path);
  }
  return [];
}
