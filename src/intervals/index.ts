// Prediction intervals: `supportvector/intervals`.

export { createIntervalPredictor } from "./create-interval-predictor.js";
export type { IntervalOptions, PredictionInterval } from "./interval.js";
export { IntervalError, type IntervalErrorCode, type IntervalIssue } from "./interval-error.js";
export type {
  CalibrationInfo,
  Interval,
  IntervalColumns,
  IntervalPredictor,
  TryIntervalOptions,
} from "./interval-predictor.js";
