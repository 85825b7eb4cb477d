// An example record from the middle of the training data.

import type { InputInfo, InputRecord } from "../../index.js";
import type { AnyModel } from "./any-model.js";

/** Returns a record, or undefined if the model refuses the middle of its training data. */
export function findExample({ model }: { readonly model: AnyModel }): InputRecord | undefined {
  const record: InputRecord = Object.fromEntries(model.inputs.map((input) => [input.name, middleOf(input)]));
  try {
    model.predict(record);
    return record;
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
