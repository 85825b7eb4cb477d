// The predictions along one input, all others as they are.

import type { Entries, Field, Value } from "../model/field.js";
import type { OpenModel } from "../model/open-model.js";
import { predictAccepted } from "../model/predict-accepted.js";

export interface Sweep {
  readonly values: readonly Value[];
  /** One list per target, NaN where the model refuses the value. */
  readonly predictions: readonly Float64Array[];
}

const POINTS = 241;

/**
 * Predicts along the whole of an input: its training range or its categories, and what stands in
 * the record now.
 */
export function sweep(open: OpenModel, record: Entries, field: Field): Sweep {
  const values = valuesAlong(field, record[field.name]!);
  const columns = Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      name === field.name ? values : new Array<typeof value>(values.length).fill(value),
    ]),
  );
  return { values, predictions: predictAccepted(open, columns).values };
}

function valuesAlong({ control }: Field, present: Value | null): Value[] {
  if (control.kind === "switch") return [0, 1];
  if (control.kind === "choice")
    return control.options.filter(({ known, value }) => known || value === present).map(({ value }) => value);
  const [low, high] = rangeAround(control.range, present);
  return Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
}

/** The training range, stretched to the present value. */
function rangeAround(range: readonly [number, number] | undefined, present: Value | null): [number, number] {
  const at = typeof present === "number" ? present : undefined;
  const [low, high] = range ?? [at ?? 0, at ?? 0];
  const stretched: [number, number] = [Math.min(low, at ?? low), Math.max(high, at ?? high)];
  return stretched[0] < stretched[1] ? stretched : [low - 1, high + 1];
}
