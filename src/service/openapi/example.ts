// A record to show: from the middle of what the model was trained on, and what the model makes of it.

import type { InputInfo, InputRecord, Prediction } from "../../model.js";
import type { ServedModel } from "../served-model.js";

/** A record, and its prediction. */
export interface Example {
  readonly record: InputRecord;
  readonly prediction: Prediction;
}

/** @returns undefined for a model that refuses what lies in the middle */
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
