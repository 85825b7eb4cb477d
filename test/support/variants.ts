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

/**
 * Returns a model of the same quantity, whose inputs are `Shift` and `Level`. It predicts this
 * number for the records that have `Age` in addition, if `Level` is 30.
 */
export function otherInputs(prediction: number): Model {
  const renamed = JSON.stringify(variantFile(prediction)).replaceAll('"Age"', '"Level"');
  return loadModel(renamed);
}
