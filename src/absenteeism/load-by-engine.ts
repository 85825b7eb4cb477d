// Stands in for load.ts in the CommonJS build, where the included model shares the one file of the
// engine.

import { loadModel } from "../load-model.js";
import type { Model } from "../model.js";

/** Loads the model file of the included model. */
export function load<R>(file: unknown): Model<R> {
  return loadModel<R>(file);
}
