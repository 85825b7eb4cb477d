// Watches the data of the models in service: a drift monitor for each whose file has a reference.
// All windows end at the same time, on all machines with the same length.

import type { FastifyBaseLogger } from "fastify";
import type { Prediction } from "../../index.js";
import {
  createDriftMonitor,
  type DriftMonitor,
  type DriftReport,
  MonitoringError,
  restoreDriftMonitor,
} from "../../monitoring/index.js";
import type { AnyModel } from "../model/any-model.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import { type DriftCounts, type DriftExchange, type DriftWindow, exchangeWithinProcess } from "./drift-sums.js";
import type { EndedWindow } from "./ended-window.js";

/** A model in service, and its drift. */
export interface WatchedModel {
  readonly served: ServedModel;
  /** Undefined before its first window ends, and without a reference that can be used. */
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

/**
 * @param window in milliseconds
 * @param onEnd is called with each window that has ended, in one of all processes
 */
export function watchDrift(
  models: ModelStore,
  window: number,
  log: FastifyBaseLogger,
  onEnd: (window: EndedWindow) => void = () => {},
  exchange: DriftExchange = exchangeWithinProcess(),
): DriftWatch {
  const monitors = new WeakMap<ServedModel, Monitor | undefined>();
  /** Models that have counted rows which are not sent yet. */
  const counting = new Set<ServedModel>();
  let last: DriftWindow | undefined;
  /** The reports of that window, made when they are read. */
  let reports = new WeakMap<ServedModel, DriftReport>();

  function monitorOf(served: ServedModel): Monitor | undefined {
    if (!monitors.has(served)) monitors.set(served, create(served.model, log));
    return monitors.get(served);
  }

  function sendCounts(isLast: boolean): void {
    // A model without requests has a report, too.
    if (isLast) for (const { served } of models.variants) if (served) counting.add(served);
    const counts = [...counting].flatMap((served) => takeCounts(served, monitorOf(served)));
    counting.clear();
    if (isLast || counts.length > 0) exchange.send(end, counts, isLast);
  }

  function reportOf(served: ServedModel): DriftReport | undefined {
    const known = reports.get(served);
    const monitor = monitorOf(served);
    if (known || !monitor || !last) return known;
    const state = monitor.toJSON();
    const sum = last.models.find(({ variant, model }) => variant === served.variant && model === state.model);
    if (!sum) return undefined;
    const { rows, counts } = sum;
    const snapshot = { ...state, windows: last.windows, ended: { rows, counts } };
    const report = restoreDriftMonitor(served.model, snapshot).report();
    reports.set(served, report);
    return report;
  }

  const report = (): WatchedModel[] =>
    models.variants.flatMap(({ served }) => (served ? { served, report: reportOf(served) } : []));

  exchange.receive((received, acts) => {
    last = received;
    reports = new WeakMap();
    if (!acts) return;
    for (const { served, report: own } of report())
      if (own) onEnd({ served, report: own, ended: received.ended, length: window });
  });

  const endOf = (time: number): number => (Math.floor(time / window) + 1) * window;
  let end = endOf(Date.now());
  let timer: NodeJS.Timeout;
  function wait(): void {
    const now = Date.now();
    const isOver = now >= end;
    sendCounts(isOver);
    if (isOver) end = endOf(now);
    timer = setTimeout(wait, Math.min(end - now, exchange.interval, LONGEST_DELAY)).unref();
  }
  wait();

  return {
    window,
    get ended() {
      return last?.ended;
    },
    observe(served, records, predictions) {
      const monitor = monitorOf(served);
      if (!monitor) return;
      for (let i = 0; i < records.length; i++) monitor.observe(records[i], predictions[i]!);
      counting.add(served);
    },
    report,
    stop() {
      clearTimeout(timer);
      sendCounts(false);
    },
  };
}

/** Returns what a monitor has counted since the last time. Its own windows are the parts sent. */
function takeCounts({ variant }: ServedModel, monitor: Monitor | undefined): DriftCounts[] {
  if (!monitor) return [];
  monitor.endWindow();
  const { model, ended } = monitor.toJSON();
  return [{ variant, model, ...ended }];
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
