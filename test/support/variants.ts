// Variants of the tiny model, which predict different numbers.

import { loadModel, type Model } from "../../src/index.js";
import { type TinyModel, tinyModel } from "./tiny-model.js";

/** The record for which the variants are written. */
export const TINY_RECORD: Readonly<Record<string, number | string>> = { Age: 30, Shift: "early" };

/** Returns the file of a model that predicts this number for the record. */
export function variantFile(prediction: number, change: (file: TinyModel) => void = () => {}): TinyModel {
  return tinyModel((file) => {
    file.regressor.intercept = prediction - 2;
    file.verification.predictions = [[prediction]];
    change(file);
  });
}

/** Returns a model that predicts this number for the record. */
export function variantModel(prediction: number, change?: (file: TinyModel) => void): Model {
  return loadModel(variantFile(prediction, change));
}

/** Returns such a file with a reference, so that its model can be watched for drift. */
export function watchedFile(prediction: number, change?: (file: TinyModel) => void): object {
  const reference = {
    rows: 100,
    inputs: [
      { missing: 10, edges: [30, 40], counts: [40, 30, 20] },
      { missing: 0, categories: ["early", "late"], counts: [60, 40] },
    ],
    predictions: [{ edges: [2], counts: [70, 30] }],
  };
  return { ...variantFile(prediction, change), reference };
}

/** Returns the model of such a file. */
export function watchedModel(prediction: number, change?: (file: TinyModel) => void): Model {
  return loadModel(watchedFile(prediction, change));
}

/**
 * Returns a model of the same quantity, whose inputs are `Shift` and `Level`. It predicts this
 * number for the records that have `Age` in addition, if `Level` is 30.
 */
export function otherInputs(prediction: number): Model {
  const renamed = JSON.stringify(variantFile(prediction)).replaceAll('"Age"', '"Level"');
  return loadModel(renamed);
}
