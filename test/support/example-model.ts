// The model file that the documentation's code blocks load, and the rows that they predict.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelFile } from "../../src/model-file/types.generated.js";
import { ROOT } from "./installed-package.js";
import { evaluateByOracle, transformByOracle } from "./oracle.js";

/** A model with the inputs that the examples have. */
export function exampleModel(): ModelFile {
  const shifts = ["early", "late", "night"];
  const model: ModelFile = {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "readme" },
    inputs: [
      { name: "Age", kind: "number", missing: true, range: [18, 65] },
      { name: "Shift", kind: "category", missing: false, categories: shifts },
      { name: "Distance (km)", kind: "number", missing: false, range: [0, 60] },
    ],
    pipeline: {
      type: "ColumnTransformer",
      transformers: [
        { name: "age", columns: [0], step: { type: "SimpleImputer", statistics: [40] } },
        {
          name: "shift",
          columns: [1],
          step: { type: "OneHotEncoder", categories: [shifts], handle_unknown: "ignore" },
        },
        { name: "distance", columns: [2], step: { type: "StandardScaler", mean: [20], scale: [10] } },
      ],
    },
    feature_names_out: ["age", "early", "late", "night", "distance"],
    regressor: {
      type: "SVR",
      kernel: "rbf",
      gamma: 0.01,
      dual_coef: [2],
      intercept: 1,
      support_vectors: [{ columns: [0, 1, 2, 3, 4], rows: [[40, 0, 0, 1, 0]] }],
    },
    target: {},
    verification: {
      inputs: [[41, "night", 12.5]],
      transformed: [],
      predictions: [],
      bounds: { predictions: [[1e-12]] },
    },
    reference: {
      rows: 200,
      inputs: [
        { missing: 10, edges: [30, 40, 50], counts: [50, 50, 50, 40] },
        { missing: 0, categories: shifts, counts: [80, 80, 40] },
        { missing: 0, edges: [10, 20, 30], counts: [50, 50, 50, 50] },
      ],
      predictions: [{ edges: [2.5, 2.7, 2.9], counts: [50, 50, 50, 50] }],
      errors: [
        { rows: 300, mean: 0, mean_absolute: 1, mean_squared: 2, edges: [-1, 0, 1], counts: [50, 100, 100, 50] },
      ],
    },
    intervals: {
      type: "absolute",
      method: "cross",
      groups: [{ scores: [Array.from({ length: 19 }, (_, i) => (i + 1) / 10)] }],
    },
  };
  model.verification.transformed = model.verification.inputs.map((row) => transformByOracle(model, row));
  model.verification.predictions = model.verification.transformed.map((row) => [evaluateByOracle(model, row).value]);
  return model;
}

/**
 * CSV with the inputs of that model and of the included one, as `model.json` and `rows.csv` of a
 * page.
 */
export function exampleFiles(): Record<string, string> {
  const record = JSON.parse(readFileSync(join(ROOT, "scripts/example-record.json"), "utf8"));
  const row = { ...record, Age: 41, Shift: "night", "Distance (km)": 12.5 };
  return {
    "model.json": JSON.stringify(exampleModel()),
    "rows.csv": `${Object.keys(row).join()}\n${Object.values(row).join()}\n`,
  };
}
