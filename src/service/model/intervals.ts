// The prediction intervals of a model in service.

import type { InputRecord, Prediction } from "../../index.js";
import { createIntervalPredictor, type Interval, type IntervalPredictor } from "../../intervals/index.js";
import type { AnyModel } from "./any-model.js";

/** Predicts intervals of any model. */
export type AnyIntervals = IntervalPredictor<InputRecord, Prediction>;

/** A prediction with the ends of its interval, each in the form of a prediction. */
export interface Ends {
  readonly prediction: Prediction;
  readonly lower: Prediction;
  readonly upper: Prediction;
}

/**
 * Returns what predicts intervals, or undefined if the model file has none.
 *
 * @throws IntervalError `INTERVALS_INVALID`
 */
export function openIntervals(model: AnyModel): AnyIntervals | undefined {
  return model.intervals === undefined ? undefined : createIntervalPredictor(model);
}

/** Returns the ends of an interval. Those of several targets are objects of numbers. */
export function endsOf(interval: Interval<Prediction>): Ends {
  if (typeof interval.prediction === "number") return interval as Ends;
  const take = (end: keyof Ends): Prediction =>
    Object.fromEntries(Object.entries(interval).map(([target, ends]) => [target, ends[end]]));
  return { prediction: take("prediction"), lower: take("lower"), upper: take("upper") };
}
