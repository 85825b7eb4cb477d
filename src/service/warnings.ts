// What makes a prediction doubtful. `model.check` decides, but it predicts once more, which takes longer than all else that a request does: so a look at
// what the model tells of its inputs comes first, and nearly always is enough.

import type { InputWarning } from "../inputs/input-problem.js";
import type { InputInfo, InputRecord } from "../model.js";
import type { AnyModel } from "./served-model.js";

/**
 * The warnings about records that the model has accepted.
 *
 * @returns undefined if there are none
 */
export type FindWarnings = (record: InputRecord) => InputWarning[] | undefined;

/** A function that finds a model's warnings. */
export function warningsOf(model: AnyModel): FindWarnings {
  const properties = model.inputSchema["properties"] as Readonly<Record<string, object>>;
  const isUsual = model.inputs.map((input) => usualValues(input, properties[input.name]!));
  const names = model.inputs.map(({ name }) => name);
  return (record) => {
    for (let i = 0; i < names.length; i++) if (!isUsual[i]!(record[names[i]!])) return nonEmpty(model.check(record));
    return undefined;
  };
}

/** Whether a value is surely nothing to warn of. */
function usualValues(input: InputInfo, schema: object): (value: unknown) => boolean {
  if (input.kind === "category") {
    const categories = new Set<unknown>(input.categories);
    return (value) => value === null || categories.has(value);
  }
  // An encoder that reads a number knows some values and not others: `check` must say which.
  if ("enum" in schema || "examples" in schema) return () => false;
  const [low = -Infinity, high = Infinity] = input.range ?? [];
  return (value) => value === null || ((value as number) >= low && (value as number) <= high);
}

function nonEmpty(warnings: InputWarning[]): InputWarning[] | undefined {
  return warnings.length > 0 ? warnings : undefined;
}
