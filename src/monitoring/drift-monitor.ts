// The drift monitor: counts the rows of one window after another, and compares the last one that
// has ended with the reference of the model file. It keeps counts only, no record and no value.

import { describeMismatch, describeValue } from "../describe-value.js";
import type { InputRecord, Model } from "../model.js";
import { type Layout, layOut } from "./drift-layout.js";
import { type DriftReport, reportDrift } from "./drift-report.js";
import { addSnapshots, type DriftSnapshot, readSnapshot, requireModel, type WindowSnapshot } from "./drift-snapshot.js";
import { requireValid } from "./monitoring-error.js";
import { isCount } from "./reference.js";
import { Slots } from "./slots.js";

/** Options of a drift monitor. */
export interface DriftOptions {
  /**
   * Rows of a window, at least 1. Windows do not overlap: the next one begins with the row after
   * the last of this one. `Infinity` if only `endWindow` ends a window.
   */
  readonly window: number;
  /** Of fewer values than this in a window, nothing is computed. Defaults to 100. */
  readonly minRows?: number;
}

/** Values by name. */
type Values = Readonly<Record<string, unknown>>;

/** The counts of a window: how many rows fell into each slot of the layout. */
interface WindowCounts {
  rows: number;
  /** Doubles, because they are exact up to 2^53. */
  slots: Float64Array;
}

/**
 * Compares what a model reads and predicts with its training data. `createDriftMonitor` makes it.
 *
 * @typeParam R the type of the records
 * @typeParam P the type of the predictions
 */
export interface DriftMonitor<R = InputRecord, P = number> {
  readonly window: number;
  readonly minRows: number;
  /**
   * Counts a row. Keeps neither the record nor the prediction.
   *
   * @param record that the model has predicted. A value that `predict` would reject counts as
   * invalid
   * @param prediction what `predict` returned
   */
  observe(record: R, prediction: P): void;
  /**
   * Ends the open window, however many rows it has, and begins the next one. For windows by time:
   * call it from a timer, with the option `window: Infinity`.
   */
  endWindow(): void;
  /** Compares the last window that has ended with the reference. */
  report(): DriftReport;
  /**
   * Adds up this monitor and another one, which both stay as they are: their ended windows, and
   * their open ones. The order does not matter.
   *
   * @returns the monitor of the rows of both
   * @throws MonitoringError `MODEL_MISMATCH` if the other one has another version of the model,
   * `OPTIONS_MISMATCH` if it has other options
   */
  merge(other: DriftMonitor<R, P>): DriftMonitor<R, P>;
  /** Returns the state of the monitor, for `JSON.stringify` and `restoreDriftMonitor`. */
  toJSON(): DriftSnapshot;
}

class CountingMonitor<R, P> implements DriftMonitor<R, P> {
  readonly window: number;
  readonly minRows: number;
  private readonly layout: Layout;
  private readonly inputs: Slots;
  private readonly targets: Slots;
  /** The slots of the record that is being observed, one for each input. */
  private readonly found: Int32Array;
  /** Those of its prediction, one for each target. */
  private readonly predicted: Int32Array;
  private windows: number;
  private ended: WindowCounts;
  private open: WindowCounts;

  constructor(layout: Layout, { window, minRows = 100 }: DriftOptions, counted?: DriftSnapshot) {
    requireValid("OPTIONS_INVALID", "The drift monitor cannot be made", (report) => {
      if (window !== Infinity && !(isCount(window) && window > 0))
        report("/window", describeMismatch("an integer of at least 1, or Infinity", describeValue(window)));
      if (!isCount(minRows)) report("/minRows", describeMismatch("an integer of at least 0", describeValue(minRows)));
    });
    this.window = window;
    this.minRows = minRows;
    this.layout = layout;
    const { inputs, predictions, slots } = layout;
    this.inputs = new Slots(inputs);
    this.targets = new Slots(predictions);
    this.found = new Int32Array(inputs.length);
    this.predicted = new Int32Array(predictions.length);
    const copy = (window?: WindowSnapshot): WindowCounts =>
      window
        ? { rows: window.rows, slots: Float64Array.from(window.counts) }
        : { rows: 0, slots: new Float64Array(slots) };
    this.windows = counted?.windows ?? 0;
    this.ended = copy(counted?.ended);
    this.open = copy(counted?.open);
  }

  observe(record: R, prediction: P): void {
    const { inputs, targets, found, predicted } = this;
    inputs.findAll(record as Values, found);
    if (predicted.length === 1) predicted[0] = targets.find(0, prediction);
    else targets.findAll(prediction as Values, predicted);
    // Only now, so that a getter that throws leaves no half of a row.
    const { open } = this;
    const { slots } = open;
    for (let i = 0; i < found.length; i++) slots[found[i]!]! += 1;
    for (let t = 0; t < predicted.length; t++) slots[predicted[t]!]! += 1;
    open.rows += 1;
    if (open.rows >= this.window) this.endWindow();
  }

  endWindow(): void {
    const { ended, open } = this;
    this.ended = open;
    this.open = { rows: 0, slots: ended.slots.fill(0) };
    this.windows += 1;
  }

  report(): DriftReport {
    const { layout, ended, windows, minRows } = this;
    return reportDrift(layout, { ...ended, windows, minRows });
  }

  merge(other: DriftMonitor<R, P>): DriftMonitor<R, P> {
    const what = "The monitors cannot be merged";
    const [own, others] = [this.toJSON(), other.toJSON()];
    requireModel(own.model, others.model, what);
    requireValid("OPTIONS_MISMATCH", what, (report) => {
      for (const option of ["window", "minRows"] as const)
        if (this[option] !== other[option]) report(`/${option}`, describeMismatch(`${this[option]}`, other[option]));
    });
    return new CountingMonitor(this.layout, this, addSnapshots(own, others));
  }

  toJSON(): DriftSnapshot {
    const { layout, window, minRows, windows, ended, open } = this;
    const counted = ({ rows, slots }: WindowCounts): WindowSnapshot => ({ rows, counts: Array.from(slots) });
    return {
      model: layout.model,
      window: window === Infinity ? null : window,
      minRows,
      windows,
      ended: counted(ended),
      open: counted(open),
    };
  }
}

/**
 * Creates a drift monitor.
 *
 * @param model loaded from a file with a `reference`
 * @throws MonitoringError `REFERENCE_MISSING`, `REFERENCE_INVALID`, `OPTIONS_INVALID`
 * @example
 * const monitor = createDriftMonitor(model, { window: 1000 });
 * monitor.observe(record, model.predict(record));
 * const { inputs } = monitor.report();
 */
export function createDriftMonitor<R, P>(model: Model<R, P>, options: DriftOptions): DriftMonitor<R, P> {
  return new CountingMonitor(layOut(model), options);
}

/**
 * Creates a drift monitor that goes on where another one was.
 *
 * @param model the same version as that monitor's
 * @param snapshot what its `toJSON` returned, or the object that `JSON.parse` made of its JSON
 * @throws MonitoringError `MODEL_MISMATCH`, `SNAPSHOT_INVALID`, and as `createDriftMonitor`
 */
export function restoreDriftMonitor<R, P>(model: Model<R, P>, snapshot: unknown): DriftMonitor<R, P> {
  const layout = layOut(model);
  const counted = readSnapshot(snapshot, layout);
  const { window, minRows } = counted;
  return new CountingMonitor(layout, { window: window ?? Infinity, minRows }, counted);
}
