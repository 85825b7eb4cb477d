// What the model says of a value, in words that fit beside a field.

import type { InputIssue, Model } from "supportvector";
import { formatNumber } from "../format.js";
import type { Field } from "../model/field.js";

export type InputWarning = ReturnType<Model["warnings"]>[number];

/** Why a value is refused. */
export function wordIssue({ code, expected }: InputIssue): string {
  return code === "MISSING_VALUE" ? `Empty: enter ${expected}.` : `Expected ${expected}.`;
}

/** Why a prediction is doubtful. */
export function wordWarning({ code }: InputWarning, { control }: Field): string {
  if (code === "UNKNOWN_CATEGORY")
    return "Not seen in training: the model takes it for none of the values that it knows.";
  if (code === "TIED_NEIGHBORS") return "Estimated from some of several training rows that are equally near.";
  const [low, high] = (control.kind === "quantity" && control.range) || [0, 1];
  return `Outside the training range, ${formatNumber(low)} to ${formatNumber(high)}: the prediction is an extrapolation.`;
}
