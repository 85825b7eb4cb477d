// The interval around a prediction p, by conformal prediction.
//
//   absolute     p − q       to  p + q
//   signed       p + l       to  p + u
//   normalized   p − q · σ   to  p + q · σ     σ: the prediction of the spread model, above 0
//
// q, l and u are scores of held-out rows, chosen by rank.ts. Both ends are clipped as p is.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { IntervalsInfo } from "../index.js";
import { IntervalError } from "./interval-error.js";
import { lowerScore, upperScore } from "./rank.js";
import type { CalibratedModel } from "./spread.js";

/** A prediction and its interval, in the unit of the target. */
export interface PredictionInterval {
  /** The bits of `predict`. */
  readonly prediction: number;
  /**
   * −Infinity, or the lowest prediction of the model, where so few scores cannot promise the
   * coverage.
   */
  readonly lower: number;
  /** The same above. */
  readonly upper: number;
}

/** What intervals are asked for. */
export interface IntervalOptions {
  /** The share of new rows whose actual value lies in its interval: above 0 and below 1. */
  readonly coverage: number;
}

/** Returns the interval around a prediction. The spread is 1 unless scores are divided by it. */
export type Enclose = (prediction: number, scores: readonly number[], spread: number) => PredictionInterval;

/**
 * Returns a function that computes intervals.
 *
 * @throws IntervalError `COVERAGE_INVALID`
 */
export function createEnclose(
  type: IntervalsInfo["type"],
  { clip: { min = -Infinity, max = Infinity } = {} }: Pick<CalibratedModel, "clip">,
  options: IntervalOptions,
): Enclose {
  const coverage: unknown = (options as Partial<IntervalOptions> | undefined)?.coverage;
  if (typeof coverage !== "number" || !(coverage > 0 && coverage < 1)) {
    const message = describeMismatch("a number above 0 and below 1", describeValue(coverage));
    throw new IntervalError("COVERAGE_INVALID", "There is no such interval", [{ path: "/coverage", message }]);
  }
  const clip = (end: number): number => Math.max(min, Math.min(max, end));
  const isSigned = type === "signed";
  const share = isSigned ? (1 + coverage) / 2 : coverage;
  return (prediction, scores, spread) => {
    const above = upperScore(scores, share);
    const below = isSigned ? lowerScore(scores, share) : -above;
    return { prediction, lower: clip(prediction + below * spread), upper: clip(prediction + above * spread) };
  };
}
