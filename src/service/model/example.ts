// An example record from the middle of the training data, with its prediction.

import type { InputInfo, InputRecord, Prediction } from "../../index.js";
import type { ServedModel } from "./served-model.js";

/** A record and its prediction. */
export interface Example {
  readonly record: InputRecord;
  readonly prediction: Prediction;
}

/** Returns an example, or undefined if the model refuses the middle of its training data. */
export function findExample({ model }: ServedModel): Example | undefined {
  const record: InputRecord = Object.fromEntries(model.inputs.map((input) => [input.name, middleOf(input)]));
  try {
    return { record, prediction: model.predict(record) };
  } catch {
    return undefined;
  }
}

function middleOf(input: InputInfo): number | string {
  if (input.kind === "category") return input.categories[Math.floor(input.categories.length / 2)]!;
  const [low = 0, high = 0] = input.range ?? [];
  const middle = low + (high - low) / 2;
  return Number.isInteger(low) && Number.isInteger(high) ? Math.floor(middle) : middle;
}
