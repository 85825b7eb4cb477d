// What monitoring knows at one time: the page and the JSON are made of it. It holds numbers of rows
// and errors, no record and no subject.

import { MonitoringError } from "../../monitoring/index.js";
import { readReferenceErrors } from "../../monitoring/reference-errors.js";
import type { DriftWatch, WatchedModel } from "../drift/drift-watch.js";
import type { ServedExperiment } from "../experiment/report.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import type { Spans } from "../store/messages.js";
import type { PredictionStore } from "../store/prediction-store.js";
import type { Timeline } from "../store/timelines.js";
import { spansOf } from "./time-range.js";

/** The last window of drift. */
export interface DriftState {
  /** Length of a window, in milliseconds. */
  readonly window: number;
  /** When it ended, in milliseconds since 1970. Undefined in the first window. */
  readonly ended: number | undefined;
  readonly models: readonly WatchedModel[];
}

/** What monitoring knows. */
export interface MonitoringState {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly hours: number;
  readonly spans: Spans;
  /** The name of the first model, and the unit of its predictions. */
  readonly name: string | undefined;
  readonly unit: string | undefined;
  /** The mean absolute errors of that model on held-out rows, by target. */
  readonly heldOut: ReadonlyMap<string, number>;
  /** Undefined if drift is not watched. */
  readonly drift: DriftState | undefined;
  /** Undefined if predictions are not stored. */
  readonly timelines: readonly Timeline[] | undefined;
  /** Undefined without a store, and for a single model. */
  readonly experiment: ServedExperiment | undefined;
}

/** Where the state comes from. */
export interface MonitoringSources {
  readonly models: ModelStore;
  readonly drift: DriftWatch | undefined;
  readonly store: PredictionStore | undefined;
  /** Reports the experiment. Undefined without a store, and for a single model. */
  readonly readExperiment: (() => Promise<ServedExperiment>) | undefined;
}

/**
 * Reads the state.
 *
 * @param hours of traffic and errors, up to now
 * @throws ServiceError `OverloadedError` if the store has ended
 */
export async function readState(
  { models, drift, store, readExperiment }: MonitoringSources,
  hours: number,
  time: number,
): Promise<MonitoringState> {
  const spans = spansOf(hours, time);
  const timelines = await store?.readTimelines(spans);
  const { served } = models;
  return {
    time,
    hours,
    spans,
    name: served?.name,
    unit: served?.model.info.unit,
    heldOut: heldOutErrors(served),
    drift: drift && { window: drift.window, ended: drift.ended, models: drift.report() },
    timelines,
    experiment: await readExperiment?.(),
  };
}

function heldOutErrors(served: ServedModel | undefined): Map<string, number> {
  try {
    const errors = (served && readReferenceErrors(served.model)) ?? [];
    return new Map(errors.map(({ rows, absolute }, t) => [served!.model.targets[t]!, absolute / rows]));
  } catch (error) {
    // Nothing but these lines needs them.
    if (!(error instanceof MonitoringError)) throw error;
    return new Map();
  }
}
