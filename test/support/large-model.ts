// A large, valid model file: the tiny model with its support vector many times over.

import { tinyModel } from "./tiny-model.js";

/** Support vectors of the large model. A power of two, so that its coefficients add up to 2. */
const SUPPORT_VECTORS = 2 ** 18;

/**
 * Returns the text of a model file of 6 MB. To load it takes more than 32 MiB of heap, and half a
 * second or less.
 */
export function largeModel(): string {
  return JSON.stringify(
    tinyModel(({ regressor }) => {
      regressor.dual_coef = Array(SUPPORT_VECTORS).fill(2 / SUPPORT_VECTORS);
      regressor.support_vectors[0]!.rows = Array(SUPPORT_VECTORS).fill([0, 1, 0]);
    }),
  );
}
