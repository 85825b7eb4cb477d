// Watches the data of the models in service: a drift monitor for each whose file has a reference.
// All windows end at the same time, on all machines with the same length.

import type { FastifyBaseLogger } from "fastify";
import type { Prediction } from "../../index.js";
import { createDriftMonitor, type DriftMonitor, type DriftReport, MonitoringError } from "../../monitoring/index.js";
import type { AnyModel } from "../model/any-model.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";

/** A model in service, and its drift. */
interface WatchedModel {
  readonly served: ServedModel;
  /** Undefined if the model file has no reference that can be used. */
  readonly report: DriftReport | undefined;
}

/** Counts records and predictions in windows. */
export interface DriftWatch {
  /** Length of a window, in milliseconds. */
  readonly window: number;
  /** When the last window ended, as in `Date.now()`. Undefined in the first window. */
  readonly ended: number | undefined;
  /** Counts predictions and their records, in the same order. */
  observe(served: ServedModel, records: readonly unknown[], predictions: readonly Prediction[]): void;
  /** Reports the last window of each model that responds to requests. */
  report(): WatchedModel[];
  stop(): void;
}

type Monitor = DriftMonitor<unknown, Prediction>;

/** The longest delay of a timer, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** @param window in milliseconds */
export function watchDrift(models: ModelStore, window: number, log: FastifyBaseLogger): DriftWatch {
  const monitors = new WeakMap<ServedModel, Monitor | undefined>();
  /** The last model of each variant. */
  const latest = new Map<string | undefined, ServedModel>();
  let ended: number | undefined;

  function monitorOf(served: ServedModel): Monitor | undefined {
    // A batch that has begun keeps its model, even if there is another one by now.
    if (monitors.has(served)) return monitors.get(served);
    const created = create(served.model, log);
    const last = latest.get(served.variant);
    const before = last && monitors.get(last);
    // The same file, loaded again, goes on counting.
    const monitor = created && before && isOfSameModel(created, before) ? before : created;
    monitors.set(served, monitor);
    latest.set(served.variant, served);
    return monitor;
  }

  const endOf = (time: number): number => (Math.floor(time / window) + 1) * window;
  let end = endOf(Date.now());
  let timer: NodeJS.Timeout;
  function wait(): void {
    const now = Date.now();
    if (now >= end) {
      for (const { served } of models.variants) if (served) monitorOf(served)?.endWindow();
      ended = end;
      end = endOf(now);
    }
    timer = setTimeout(wait, Math.min(end - now, LONGEST_DELAY)).unref();
  }
  wait();

  return {
    window,
    get ended() {
      return ended;
    },
    observe(served, records, predictions) {
      const monitor = monitorOf(served);
      if (monitor) for (let i = 0; i < records.length; i++) monitor.observe(records[i], predictions[i]!);
    },
    report: () =>
      models.variants.flatMap(({ served }) => (served ? { served, report: monitorOf(served)?.report() } : [])),
    stop: () => clearTimeout(timer),
  };
}

function isOfSameModel(one: Monitor, other: Monitor): boolean {
  return one.toJSON().model === other.toJSON().model;
}

/** Returns a monitor, or undefined and a line in the log if the model cannot be watched. */
function create(model: AnyModel, log: FastifyBaseLogger): Monitor | undefined {
  try {
    // The models of one variant differ in their records, and all predictions are of its targets.
    return createDriftMonitor(model, { window: Infinity }) as Monitor;
  } catch (error) {
    if (!(error instanceof MonitoringError)) throw error;
    log.warn({ code: error.code, issues: error.issues }, `${model.info.name} is not watched for drift`);
    return undefined;
  }
}
