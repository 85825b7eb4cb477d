// The layout of a drift monitor's counts. Each input and each target is a variable, which has its
// slots in one list: missing values, invalid ones, the bins, and once more the bins for values
// beyond the training range. A row adds 1 to one slot of each variable, so the sum of each
// variable's slots is the number of rows.

import type { CategoryDistribution, Histogram } from "../model-file/types.generated.js";
import { fingerprint } from "./fingerprint.js";
import { holdsText, type MonitoredModel, readReference } from "./reference.js";

/** Where the slot of missing values is among those of a variable. */
export const MISSING = 0;
/** Where that of invalid values is. */
export const INVALID = 1;
/** Where the bins begin. */
export const BINS = 2;

/** An input or a target, and where its counts are. */
export interface Variable {
  readonly name: string;
  readonly kind: "number" | "category";
  /** How the reference is distributed. */
  readonly histogram: Histogram | Omit<CategoryDistribution, "missing">;
  /** Missing values in the reference. */
  readonly referenceMissing: number;
  /** Where its slots begin. */
  readonly start: number;
  /** How many slots it has. */
  readonly slots: number;
  /** Bins between edges, or the categories of the reference and one more for all others. */
  readonly bins: number;
  /** The training range of a number. Its bins come twice. */
  readonly range: readonly [number, number] | undefined;
  /** Whether `null` and NaN stand for a missing value. */
  readonly missing: boolean;
  /** Whether `true` and `false` stand for 1 and 0. */
  readonly boolean: boolean;
  /** Whether categories are text. */
  readonly text: boolean;
}

/** What a drift monitor knows of its model. */
export interface Layout {
  /** The fingerprint of the model. */
  readonly model: string;
  /** Rows of the reference. */
  readonly referenceRows: number;
  readonly inputs: readonly Variable[];
  readonly predictions: readonly Variable[];
  /** Slots of all variables together. */
  readonly slots: number;
}

/**
 * Lays out the counts of a model.
 *
 * @throws MonitoringError `REFERENCE_MISSING`, `REFERENCE_INVALID`
 */
export function layOut(model: MonitoredModel): Layout {
  const { info, inputs, targets } = model;
  const reference = readReference(model);
  let end = 0;
  const place = (variable: Omit<Variable, "start" | "slots" | "bins">): Variable => {
    // Each edge ends a bin, and the last one has no edge. All other categories are one bin, too.
    const bins = variable.histogram.counts.length + (variable.kind === "category" ? 1 : 0);
    const start = end;
    const slots = BINS + (variable.range ? 2 * bins : bins);
    end += slots;
    return { ...variable, start, slots, bins };
  };
  const inputVariables = inputs.map((input, i) => {
    const { name, missing, boolean = false } = input;
    const histogram = reference.inputs[i]!;
    const { missing: referenceMissing } = histogram;
    const range = input.kind === "number" ? (input.range as Variable["range"]) : undefined;
    const text = holdsText(input);
    return place({ name, kind: input.kind, histogram, referenceMissing, range, missing, boolean, text });
  });
  const plain = {
    kind: "number",
    referenceMissing: 0,
    range: undefined,
    missing: false,
    boolean: false,
    text: false,
  } as const;
  const predictions = targets.map((name, t) => place({ name, histogram: reference.predictions[t]!, ...plain }));
  return {
    model: fingerprint(JSON.stringify([info, inputs, targets, reference])),
    referenceRows: reference.rows,
    inputs: inputVariables,
    predictions,
    slots: end,
  };
}
