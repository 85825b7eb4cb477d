// The performance monitor: adds up the errors of predictions whose outcomes are known, and compares
// them with the held-out errors of the model file. Counts how many actual values lay in the
// intervals of their predictions. It keeps sums only, no single error.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { Model } from "../model.js";
import { readComparisonOptions } from "./comparison-options.js";
import { requireModel } from "./drift-snapshot.js";
import {
  addErrors,
  areErrorSums,
  type ErrorSummary,
  type ErrorSums,
  NO_ERRORS,
  summarizeErrors,
  sumsOf,
} from "./error-sums.js";
import { fingerprint } from "./fingerprint.js";
import { addCounts, areIntervalCounts, type IntervalCounts, NO_INTERVALS } from "./interval-counts.js";
import { type ComparisonOptions, compareMeans, type MeanDifference } from "./mean-difference.js";
import { requireValid } from "./monitoring-error.js";
import type { MonitoredModel } from "./reference.js";
import { readReferenceErrors } from "./reference-errors.js";

/** What is known of the errors of a target. */
export interface TargetPerformance extends ErrorSummary {
  readonly target: string;
  /** The held-out errors of the model file. Undefined if the file has none. */
  readonly reference: ErrorSummary | undefined;
  /** The mean absolute error minus the reference's. Undefined for too few errors of either. */
  readonly change: MeanDifference | undefined;
  /**
   * The share of actual values inside of their intervals. Undefined if no outcome had an interval.
   */
  readonly coverage: number | undefined;
  /** `unknown` without `change`. `unchanged` unless its interval leaves out 0. */
  readonly verdict: "unknown" | "unchanged" | "worse" | "better";
}

/** The state of a performance monitor, for `restorePerformanceMonitor`. */
export interface PerformanceSnapshot extends Required<ComparisonOptions> {
  /** The fingerprint of the model. */
  readonly model: string;
  /** The sums over the errors of each target. */
  readonly errors: readonly ErrorSums[];
  /** The counts of the intervals of each target. */
  readonly intervals: readonly IntervalCounts[];
}

/** Both ends of an interval, which may be infinite. */
interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** The interval of a prediction, as `predictInterval` returns it. */
export type ObservedInterval<P> = P extends number ? Ends : { readonly [T in keyof P]: Ends };

/** What a performance monitor knows of its model. */
interface Monitored {
  readonly model: string;
  readonly targets: readonly string[];
  readonly reference: readonly ErrorSums[] | undefined;
}

/**
 * Compares the errors of a model with those that it had on held-out rows.
 * `createPerformanceMonitor` makes it.
 *
 * @typeParam P the type of the predictions
 */
export interface PerformanceMonitor<P = number> {
  /**
   * Adds an outcome. Outcomes may come late and in any order, and some never.
   *
   * @param prediction what `predict` returned
   * @param actual what came true, in the form of a prediction: a number, or one for each target
   * @param interval what `predictInterval` returned. Intervals of one coverage are worth counting
   * @throws MonitoringError `OUTCOME_INVALID` if one of the numbers is not finite, or an end of the
   * interval is none. Nothing is added
   */
  observe(prediction: P, actual: P, interval?: ObservedInterval<P>): void;
  /** Compares the errors of each target with the reference. */
  report(): TargetPerformance[];
  /**
   * Adds up this monitor and another one, which both stay as they are. The result may be looked at
   * as often as one monitor of all outcomes.
   *
   * @throws MonitoringError `MODEL_MISMATCH` if the other one has another version of the model,
   * `OPTIONS_MISMATCH` if it has other options
   */
  merge(other: PerformanceMonitor<P>): PerformanceMonitor<P>;
  /** Returns the state of the monitor, for `JSON.stringify` and `restorePerformanceMonitor`. */
  toJSON(): PerformanceSnapshot;
}

class SummingMonitor<P> implements PerformanceMonitor<P> {
  private readonly monitored: Monitored;
  private readonly options: Required<ComparisonOptions>;
  private errors: readonly ErrorSums[];
  private intervals: readonly IntervalCounts[];

  constructor(
    monitored: Monitored,
    options: ComparisonOptions,
    sums?: Pick<PerformanceSnapshot, "errors" | "intervals">,
  ) {
    this.options = readComparisonOptions(options, "The performance monitor cannot be made");
    this.monitored = monitored;
    this.errors = sums?.errors ?? monitored.targets.map(() => NO_ERRORS);
    this.intervals = sums?.intervals ?? monitored.targets.map(() => NO_INTERVALS);
  }

  observe(prediction: P, actual: P, interval?: ObservedInterval<P>): void {
    const { targets } = this.monitored;
    const errors: ErrorSums[] = [];
    const intervals: IntervalCounts[] = [];
    requireValid("OUTCOME_INVALID", "The outcome cannot be added", (report) => {
      targets.forEach((target, t) => {
        const ofTarget = (all: unknown): unknown =>
          targets.length === 1 ? all : (all as Record<string, unknown> | null | undefined)?.[target];
        const pathOf = (what: string): string => (targets.length === 1 ? `/${what}` : `/${what}/${target}`);
        const read = (what: string, of: unknown): number => {
          const value = ofTarget(of);
          if (typeof value === "number" && Number.isFinite(value)) return value;
          report(pathOf(what), describeMismatch("a finite number", describeValue(value)));
          return 0;
        };
        const predicted = read("prediction", prediction);
        const value = read("actual", actual);
        const sums = addErrors(this.errors[t]!, sumsOf(predicted - value));
        if (!Number.isFinite(sums.squared)) report("", "expected errors below 1e154, got a larger one");
        errors.push(sums);
        let counts = NO_INTERVALS;
        if (interval !== undefined) {
          const { lower, upper } = (ofTarget(interval) ?? {}) as Partial<Ends>;
          // Ends may be infinite, and NaN is none.
          if (typeof lower !== "number" || typeof upper !== "number" || !(lower <= upper))
            report(pathOf("interval"), "expected a lower and an upper end, got other values");
          else counts = { rows: 1, inside: lower <= value && value <= upper ? 1 : 0 };
        }
        intervals.push(addCounts(this.intervals[t]!, counts));
      });
    });
    this.errors = errors;
    this.intervals = intervals;
  }

  report(): TargetPerformance[] {
    const { targets, reference } = this.monitored;
    // Each target has its share of false alarms, so that all together have at most alpha.
    const options = { ...this.options, alpha: this.options.alpha / targets.length };
    return targets.map((target, t) => {
      const own = this.errors[t]!;
      const before = reference?.[t];
      const change = before && compareMeans(before, own, options);
      const { rows, inside } = this.intervals[t]!;
      return {
        target,
        ...summarizeErrors(own),
        reference: before && summarizeErrors(before),
        change,
        coverage: rows > 0 ? inside / rows : undefined,
        verdict: change ? verdictOf(change) : "unknown",
      };
    });
  }

  merge(other: PerformanceMonitor<P>): PerformanceMonitor<P> {
    const what = "The monitors cannot be merged";
    const { model, errors, intervals, ...options } = other.toJSON();
    requireModel(this.monitored.model, model, what);
    requireValid("OPTIONS_MISMATCH", what, (report) => {
      for (const option of ["alpha", "effect", "minOutcomes"] as const)
        if (this.options[option] !== options[option])
          report(`/${option}`, describeMismatch(`${this.options[option]}`, options[option]));
    });
    return new SummingMonitor(this.monitored, options, {
      errors: this.errors.map((own, t) => addErrors(own, errors[t]!)),
      intervals: this.intervals.map((own, t) => addCounts(own, intervals[t]!)),
    });
  }

  toJSON(): PerformanceSnapshot {
    return { model: this.monitored.model, ...this.options, errors: this.errors, intervals: this.intervals };
  }
}

/**
 * Creates a performance monitor.
 *
 * @param model loaded from a file whose `reference` has `errors`. Without them the monitor measures
 * errors and compares them with nothing
 * @throws MonitoringError `REFERENCE_INVALID`, `OPTIONS_INVALID`
 */
export function createPerformanceMonitor<P>(
  model: Model<never, P>,
  options: ComparisonOptions = {},
): PerformanceMonitor<P> {
  return new SummingMonitor(readMonitored(model), options);
}

/**
 * Creates a performance monitor that goes on where another one was.
 *
 * @param model the same version as that monitor's
 * @param snapshot what its `toJSON` returned, or the object that `JSON.parse` made of its JSON
 * @throws MonitoringError `MODEL_MISMATCH`, `SNAPSHOT_INVALID`, `OPTIONS_INVALID` and
 * `REFERENCE_INVALID`
 */
export function restorePerformanceMonitor<P>(model: Model<never, P>, snapshot: unknown): PerformanceMonitor<P> {
  const monitored = readMonitored(model);
  const given = (snapshot ?? {}) as Partial<PerformanceSnapshot>;
  const what = "The snapshot cannot be restored";
  requireValid("SNAPSHOT_INVALID", what, (report) => {
    if (typeof given.model !== "string") report("/model", describeMismatch("a string", describeValue(given.model)));
    const { length } = monitored.targets;
    if (!Array.isArray(given.errors) || given.errors.length !== length || !given.errors.every(areErrorSums))
      report("/errors", `expected ${length} sums over errors, got other values`);
    if (
      !Array.isArray(given.intervals) ||
      given.intervals.length !== length ||
      !given.intervals.every(areIntervalCounts)
    )
      report("/intervals", `expected ${length} counts of intervals, got other values`);
  });
  requireModel(monitored.model, given.model!, what);
  return new SummingMonitor(monitored, given, given as PerformanceSnapshot);
}

function readMonitored(model: MonitoredModel): Monitored {
  const { info, targets } = model;
  const reference = readReferenceErrors(model);
  return { model: fingerprint(JSON.stringify([info, targets, reference])), targets, reference };
}

function verdictOf({ interval: [low, high] }: MeanDifference): "unchanged" | "worse" | "better" {
  if (low > 0) return "worse";
  return high < 0 ? "better" : "unchanged";
}
