// Model files with a background.

import { type TinyModel, tinyModel } from "./tiny-model.js";

/** The tiny model with a row of background: (30, "late"). */
export function explainable(change: (model: TinyModel) => void = () => {}): TinyModel {
  return tinyModel((file) => {
    file.background = [[30, "late"]];
    change(file);
  });
}

/** A model of the product of two inputs, which overflows for a mix of two rows that do not. */
export const product: TinyModel = explainable((file) => {
  file.inputs = ["a", "b"].map((name) => ({ name, kind: "number" as const, missing: false }));
  file.pipeline = { type: "PolynomialFeatures", combinations: [[0, 1]] };
  file.feature_names_out = ["a b"];
  file.regressor = {
    ...file.regressor,
    kernel: "poly",
    gamma: 1,
    coef0: 0,
    degree: 1,
    support_vectors: [{ columns: [0], rows: [[1]] }],
  };
  file.verification = { ...file.verification, inputs: [[0, 0]], transformed: [[0]], predictions: [[1]] };
  file.background = [[1, 1e155]];
});
