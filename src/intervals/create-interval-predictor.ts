// The predictor of intervals: a model, and the scores of its file.

import { describeMismatch, describeValue } from "../describe-value.js";
import {
  type Attempt,
  type InputColumns,
  InputError,
  type InputIssue,
  type InputRecord,
  type IntervalsInfo,
  type Model,
  type PredictionColumns,
} from "../index.js";
import { type Calibration, readCalibration } from "./calibration.js";
import { createEnclose, type Enclose, type IntervalOptions } from "./interval.js";
import type {
  CalibrationInfo,
  Interval,
  IntervalColumns,
  IntervalPredictor,
  TryIntervalOptions,
} from "./interval-predictor.js";
import { joinAttempts } from "./join-attempts.js";
import type { Scores } from "./score-groups.js";

class CalibratedPredictor<R, P> implements IntervalPredictor<R, P> {
  readonly model: Model<R, P>;
  readonly calibration: CalibrationInfo;
  // Not enumerable, because the spread model may hold training rows.
  declare private readonly calibrated: Calibration;

  constructor(model: Model<R, P>) {
    const calibrated = readCalibration(model);
    this.model = model;
    this.calibration = describeCalibration(model.intervals!.groups, calibrated);
    Object.defineProperty(this, "calibrated", { value: calibrated });
  }

  predictInterval(record: R, options: IntervalOptions): Interval<P> {
    const enclose = this.createEnclose(options);
    const prediction = this.model.predict(record);
    return this.encloseRow(enclose, prediction, this.calibrated.spread?.predict(record as InputRecord), record);
  }

  predictIntervalBatch(records: readonly R[], options: IntervalOptions): Interval<P>[] {
    const enclose = this.createEnclose(options);
    requireArray(records);
    const predictions = this.model.predictBatch(records);
    const spreads = this.calibrated.spread?.predictBatch(records as readonly InputRecord[]);
    return predictions.map((prediction, row) => this.encloseRow(enclose, prediction, spreads?.[row], records[row]!));
  }

  tryPredictIntervalBatch(records: readonly R[], options: TryIntervalOptions): Attempt<(Interval<P> | null)[]> {
    const enclose = this.createEnclose(options);
    requireArray(records);
    const own = this.model.tryPredictBatch(records, { warnings: options.warnings === true });
    const spread = this.calibrated.spread?.tryPredictBatch(records as readonly InputRecord[]);
    const predictions = own.predictions.map((prediction, row) =>
      prediction === null || spread?.predictions[row] === null
        ? null
        : this.encloseRow(enclose, prediction, spread?.predictions[row], records[row]!),
    );
    return { ...joinAttempts(own, spread), predictions };
  }

  tryPredictIntervalColumns(columns: InputColumns, options: TryIntervalOptions): IntervalColumns<P> {
    const enclose = this.createEnclose(options);
    const { model, calibrated } = this;
    const own = model.tryPredictColumns(columns, { warnings: options.warnings === true });
    const spread = calibrated.spread?.tryPredictColumns(columns);
    const joined = joinAttempts(own, spread);
    const rejected = new Set(joined.issues.map(({ row }) => row));
    const categories = calibrated.input && columns[calibrated.input.name];
    const ends = model.targets.map((target, t) => {
      const predictions = ofTarget<Float64Array>(own.predictions, target);
      const spreads = spread && ofTarget<Float64Array>(spread.predictions, target);
      const lower = new Float64Array(predictions.length).fill(NaN);
      const upper = lower.slice();
      for (let row = 0; row < predictions.length; row++) {
        if (rejected.has(row)) {
          predictions[row] = NaN;
          continue;
        }
        const scores = this.scoresOf(categories?.[row])[t]!;
        const interval = enclose(predictions[row]!, scores, spreads ? spreads[row]! : 1);
        lower[row] = interval.lower;
        upper[row] = interval.upper;
      }
      return { lower, upper };
    });
    return {
      ...own,
      ...joined,
      lower: this.byTarget<PredictionColumns<P>>((t) => ends[t]!.lower),
      upper: this.byTarget<PredictionColumns<P>>((t) => ends[t]!.upper),
    };
  }

  private createEnclose(options: IntervalOptions): Enclose {
    return createEnclose(this.calibrated.type, this.model, options);
  }

  /** @param spread undefined unless scores are divided by it */
  private encloseRow(enclose: Enclose, prediction: P, spread: unknown, record: R): Interval<P> {
    const { input } = this.calibrated;
    const scores = this.scoresOf(input && (record as InputRecord)[input.name]);
    return this.byTarget((t, target) =>
      enclose(ofTarget(prediction, target), scores[t]!, spread === undefined ? 1 : ofTarget(spread, target)),
    );
  }

  private scoresOf(value: unknown): Scores {
    const { input, ofCategory, ofOthers } = this.calibrated;
    return ofCategory.get(input?.boolean && typeof value === "boolean" ? Number(value) : value) ?? ofOthers;
  }

  /** Returns what there is for the only target, or an object of it by name. */
  private byTarget<T>(of: (t: number, target: string) => unknown): T {
    const { targets } = this.model;
    const named =
      targets.length === 1 ? of(0, targets[0]!) : Object.fromEntries(targets.map((name, t) => [name, of(t, name)]));
    return named as T;
  }
}

/**
 * Creates a predictor of intervals. It validates the calibration of the model file, and loads the
 * model of the spread if there is one.
 *
 * @param model loaded from a file with `intervals`
 * @throws IntervalError `INTERVALS_MISSING`, or `INTERVALS_INVALID` with every problem
 * @example
 * const intervals = createIntervalPredictor(loadModel(text));
 * const { prediction, lower, upper } = intervals.predictInterval(record, { coverage: 0.9 });
 */
export function createIntervalPredictor<R, P>(model: Model<R, P>): IntervalPredictor<R, P> {
  return new CalibratedPredictor(model);
}

function describeCalibration(groups: IntervalsInfo["groups"], { type, method, input }: Calibration): CalibrationInfo {
  const described = groups.map(({ categories, scores }) => ({
    ...(categories && { categories }),
    rows: scores[0]!.length,
  }));
  const rows = described.reduce((sum, group) => sum + group.rows, 0);
  return { type, method, rows, ...(input && { input: input.name, groups: described }) };
}

/** Returns what there is for a target, of several by name or of the only one. */
function ofTarget<T>(values: unknown, target: string): T {
  const areNamed = typeof values === "object" && !(values instanceof Float64Array);
  return (areNamed ? (values as Record<string, unknown>)[target] : values) as T;
}

/** @throws InputError `INPUT_INVALID` with the issue `NOT_A_BATCH` */
function requireArray(records: unknown): void {
  if (Array.isArray(records)) return;
  const [expected, received] = ["an array of records", describeValue(records)];
  const issue: InputIssue = {
    code: "NOT_A_BATCH",
    row: 0,
    expected,
    received,
    message: describeMismatch(expected, received),
  };
  throw new InputError([issue]);
}
