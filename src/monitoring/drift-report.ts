// The report of a drift monitor: what is computed of the counts of a window.

import { adjustByBenjaminiHochberg } from "./benjamini-hochberg.js";
import { chiSquaredTest } from "./chi-squared.js";
import { BINS, INVALID, type Layout, MISSING, type Variable } from "./drift-layout.js";
import { total } from "./histogram.js";
import { jensenShannonDistance } from "./jensen-shannon.js";
import { kolmogorovSmirnovTest } from "./kolmogorov-smirnov.js";
import { populationStabilityIndex } from "./psi.js";

/** How far the values of a window are from those of the reference, in the same bins. */
export interface DriftMeasures {
  /** The population stability index. */
  readonly psi: number;
  /** The Jensen-Shannon distance to base 2, from 0 to 1. */
  readonly jensenShannon: number;
  readonly test: "kolmogorov-smirnov" | "chi-squared";
  readonly statistic: number;
  /** Of the χ² test only. */
  readonly degreesOfFreedom?: number;
  readonly pValue: number;
  /** Adjusted by Benjamini-Hochberg over all inputs and predictions of the report. */
  readonly adjustedPValue: number;
}

/** The drift of what the model predicts for one target. */
export interface PredictionDrift {
  readonly name: string;
  /** Rows of the window with a value. */
  readonly rows: number;
  /** Rows with a value that `predict` rejects or never returns. */
  readonly invalid: number;
  /**
   * Rows by bin or category, in the order of the reference. All other categories come last, in one
   * number.
   */
  readonly counts: readonly number[];
  /** "too few" if the window has fewer values than `minRows`, or the reference has none. */
  readonly drift: DriftMeasures | "too few";
}

/** The drift of one input. */
export interface InputDrift extends PredictionDrift {
  /** The share of missing values, from 0 to 1. "too few" if the window has fewer rows. */
  readonly missingRate: number | "too few";
  /** The share of missing values in the reference. */
  readonly referenceMissingRate: number;
  /** Rows with a category that is not in the reference. It is 0 for numbers. */
  readonly unknown: number;
  /** Rows with a number outside the training range. It is 0 for categories. */
  readonly outOfRange: number;
}

/** The last window that has ended, compared with the reference. */
export interface DriftReport {
  /** How many windows have ended. It changes whenever the report may. */
  readonly windows: number;
  /** Rows of the window. */
  readonly rows: number;
  /** In the order of `model.inputs`. */
  readonly inputs: readonly InputDrift[];
  /** In the order of `model.targets`. */
  readonly predictions: readonly PredictionDrift[];
}

/** Reports a window. */
export function reportDrift(
  { referenceRows, inputs, predictions }: Layout,
  { windows, rows, slots, minRows }: { windows: number; rows: number; slots: Float64Array; minRows: number },
): DriftReport {
  const variables = [...inputs, ...predictions].map((variable) => compare(variable, slots, minRows));
  const tested = variables.flatMap(({ measures }) => measures ?? []);
  const adjusted = adjustByBenjaminiHochberg(tested.map(({ pValue }) => pValue));
  const adjustments = new Map(tested.map((measures, i) => [measures, adjusted[i]!]));
  const described = variables.map(
    ({ measures, ...facts }): PredictionDrift => ({
      ...facts,
      drift: measures ? { ...measures, adjustedPValue: adjustments.get(measures)! } : "too few",
    }),
  );
  return {
    windows,
    rows,
    inputs: inputs.map((variable, i): InputDrift => {
      const { start, kind, bins, range, referenceMissing } = variable;
      const { counts } = described[i]!;
      return {
        ...described[i]!,
        missingRate: rows < minRows ? "too few" : slots[start + MISSING]! / rows,
        referenceMissingRate: referenceMissing / referenceRows,
        unknown: kind === "category" ? counts[bins - 1]! : 0,
        outOfRange: range ? total(binsOf(variable, slots, bins)) : 0,
      };
    }),
    predictions: described.slice(inputs.length),
  };
}

/** Compares the counts of a variable, before any p-value is adjusted. */
function compare(
  variable: Variable,
  slots: Float64Array,
  minRows: number,
): Omit<PredictionDrift, "drift"> & { readonly measures: Omit<DriftMeasures, "adjustedPValue"> | undefined } {
  const { name, kind, histogram, start, bins, range } = variable;
  const outside = range && binsOf(variable, slots, bins);
  const counts = Array.from(binsOf(variable, slots, 0), (count, bin) => count + (outside?.[bin] ?? 0));
  const rows = total(counts);
  const facts = { name, rows, invalid: slots[start + INVALID]!, counts };
  if (rows < Math.max(1, minRows) || total(histogram.counts) === 0) return { ...facts, measures: undefined };
  const reference = kind === "category" ? [...histogram.counts, 0] : histogram.counts;
  const test =
    kind === "category"
      ? ({ test: "chi-squared", ...chiSquaredTest(reference, counts) } as const)
      : ({ test: "kolmogorov-smirnov", ...kolmogorovSmirnovTest(reference, counts) } as const);
  const psi = populationStabilityIndex(reference, counts);
  return { ...facts, measures: { psi, jensenShannon: jensenShannonDistance(reference, counts), ...test } };
}

/** Returns the bins of a variable, or those beyond its range. */
function binsOf({ start, bins }: Variable, slots: Float64Array, from: number): Float64Array {
  return slots.subarray(start + BINS + from, start + BINS + from + bins);
}
