// Finds the warnings of a record. `model.warnings` decides, but it predicts once more, which takes
// longer than the rest of a request. So every value is first compared with the description of its
// input, and in most cases no further work is needed.

import type { InputInfo, InputRecord, InputWarning } from "../../index.js";
import type { AnyModel } from "./any-model.js";

/** Number of warnings that a response lists. */
export const MAX_WARNINGS = 100;

/**
 * Returns the warnings of a record that the model has accepted, or undefined if there are none.
 */
export type FindWarnings = (record: InputRecord) => InputWarning[] | undefined;

/** Values of an input, besides null, that never lead to a warning. */
interface UsualValues {
  readonly name: string;
  /** Numbers from `low` to `high`. The range is empty for a category. */
  readonly low: number;
  readonly high: number;
  readonly categories: ReadonlySet<unknown> | undefined;
}

const NONE = { low: Infinity, high: -Infinity };

/** Returns a function that finds a model's warnings. */
export function warningFinder(model: AnyModel): FindWarnings {
  if (model.mayTie) return (record) => nonEmpty(model.warnings(record));
  const properties = model.inputSchema["properties"] as Readonly<Record<string, object>>;
  const usual = model.inputs.map((input) => usualValues(input, properties[input.name]!));
  return (record) => {
    for (let i = 0; i < usual.length; i++) {
      const { name, low, high, categories } = usual[i]!;
      const value = record[name];
      if (categories ? categories.has(value) : (value as number) >= low && (value as number) <= high) continue;
      if (value !== null) return nonEmpty(model.warnings(record));
    }
    return undefined;
  };
}

function usualValues(input: InputInfo, schema: object): UsualValues {
  const { name } = input;
  if (input.kind === "category") return { name, ...NONE, categories: new Set<unknown>(input.categories) };
  // An encoder that reads a number only knows some values. `model.warnings` must say which.
  if ("enum" in schema || "examples" in schema) return { name, ...NONE, categories: undefined };
  const [low = -Infinity, high = Infinity] = input.range ?? [];
  return { name, low, high, categories: undefined };
}

function nonEmpty(warnings: InputWarning[]): InputWarning[] | undefined {
  return warnings.length > 0 ? warnings : undefined;
}
