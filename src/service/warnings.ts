// What makes a prediction doubtful. `model.warnings` decides, but it predicts once more, which takes longer than all else that a request does: so a look at
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

/** What an input may hold, besides null, that is surely nothing to warn of. */
interface UsualValues {
  readonly name: string;
  /** Numbers from `low` to `high`: none for a category. */
  readonly low: number;
  readonly high: number;
  readonly categories: ReadonlySet<unknown> | undefined;
}

const NONE = { low: Infinity, high: -Infinity };

/** A function that finds a model's warnings. */
export function warningsOf(model: AnyModel): FindWarnings {
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
  // An encoder that reads a number knows some values and not others: `warnings` must say which.
  if ("enum" in schema || "examples" in schema) return { name, ...NONE, categories: undefined };
  const [low = -Infinity, high = Infinity] = input.range ?? [];
  return { name, low, high, categories: undefined };
}

function nonEmpty(warnings: InputWarning[]): InputWarning[] | undefined {
  return warnings.length > 0 ? warnings : undefined;
}
