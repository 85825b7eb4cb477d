// The state of monitoring as JSON: GET /monitoring.json.

import type { ErrorSums } from "../../monitoring/error-sums.js";
import type { Timeline } from "../store/timelines.js";
import type { DriftState, MonitoringState } from "./state.js";
import { endOf } from "./time-range.js";
import { ofFirstTarget } from "./variant-timelines.js";

/** Returns the members of the response. */
export function describeState({ hours, spans, drift, timelines }: MonitoringState): object {
  return {
    ...describeDrift(drift),
    hours,
    from: timeOf(spans.from),
    to: timeOf(endOf(spans)),
    span_seconds: spans.length / 1000,
    traffic: timelines ? ofFirstTarget(timelines).map(describeTraffic) : null,
    errors: timelines ? timelines.map(describeErrors) : null,
  };
}

function describeDrift(drift: DriftState | undefined): object {
  if (!drift) return { window_seconds: null, window_ended: null, models: [] };
  const { window, ended, models } = drift;
  return {
    window_seconds: window / 1000,
    window_ended: ended === undefined ? null : timeOf(ended),
    models: models.map(({ served: { variant, name, version }, report }) => ({
      ...(variant !== undefined && { variant }),
      name,
      version,
      report: report ?? null,
    })),
  };
}

function describeSeries({ variant, model, version, shadow }: Timeline): object {
  return { ...(variant !== "" && { variant }), name: model, version, shadow };
}

function describeTraffic(timeline: Timeline): object {
  return { ...describeSeries(timeline), predictions: timeline.predictions };
}

function describeErrors(timeline: Timeline): object {
  const { target, errors } = timeline;
  const mean = ({ rows, absolute }: ErrorSums): number | null => (rows > 0 ? absolute / rows : null);
  return { ...describeSeries(timeline), target, outcomes: errors.map(({ rows }) => rows), mae: errors.map(mean) };
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}
