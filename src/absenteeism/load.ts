// Loads the included model with the types of steps that it has, so that a page gets no others.

import { compileModel } from "../compile-model.js";
import type { Model } from "../model.js";
import { ColumnTransformer, OneHotEncoder, Pipeline, StandardScaler } from "../preprocessing/step-types.js";

/** Loads the model file of the included model. */
export function load<R>(file: unknown): Model<R> {
  return compileModel<R, number>(file, { ColumnTransformer, OneHotEncoder, Pipeline, StandardScaler });
}
