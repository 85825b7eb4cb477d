// The metrics for Prometheus. Programs may add their own to the registry, or aggregate it over
// several processes.

import type { Registry } from "prom-client";
import type { Prediction } from "../../index.js";
import { sentError } from "../errors/error-response.js";
import type { RouteHooks } from "../http/route-hooks.js";
import type { ModelStore } from "../model/model-store.js";
import { importPeer } from "../peers.js";
import { createHistogram, type Series } from "./histogram.js";
import { countInFlight } from "./in-flight.js";
import { createShadowMetrics, type ShadowMetrics } from "./shadow-metrics.js";

/** The metrics of a service. */
export interface Metrics {
  readonly registry: Registry;
  /**
   * Counts the predictions of one model for one request.
   *
   * @param variant the name of the model, if several serve
   * @param seconds duration of the prediction
   */
  countPredictions(variant: string | undefined, predictions: readonly Prediction[], seconds: number): void;
  /** Counts a request or a record that was assigned to a variant without a subject. */
  countMissingSubject(): void;
  /** Undefined without shadows. */
  readonly shadows: ShadowMetrics | undefined;
  /** Returns hooks that count the requests to a route. */
  observe(route: string): RouteHooks;
}

/** The series of a variant. */
interface VariantSeries {
  readonly labels: { readonly variant?: string };
  readonly seconds: Series;
  readonly byTarget: Map<string | undefined, Series>;
}

/** Powers of two, since absences, prices and the like spread over orders of magnitude. */
const DEFAULT_BUCKETS = [0, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
const REQUEST_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const PREDICTION_SECONDS = [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.005, 0.02, 0.1];

/**
 * Creates metrics with a registry of their own.
 *
 * @param buckets upper bounds of the histogram of predictions
 */
export async function createMetrics(
  models: ModelStore,
  buckets: readonly number[] = DEFAULT_BUCKETS,
): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await importPeer(
    "prom-client",
    () => import("prom-client"),
  );
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requestSeconds = createHistogram({
    name: "supportvector_http_request_duration_seconds",
    help: "Time from the headers of a request to the end of its response.",
    buckets: REQUEST_SECONDS,
    registry,
  });
  const inFlight = countInFlight();
  new Gauge({
    name: "supportvector_http_requests_in_flight",
    help: "Requests without a complete response.",
    registers,
    collect() {
      this.set(inFlight.total);
    },
  });
  const errors = new Counter({
    name: "supportvector_errors_total",
    help: "Error responses, by type.",
    labelNames: ["type"],
    registers,
  });
  const predictionSeconds = createHistogram({
    name: "supportvector_prediction_duration_seconds",
    help: "Time that the model took for the records of one request.",
    buckets: PREDICTION_SECONDS,
    registry,
  });
  const predicted = createHistogram({
    name: "supportvector_predictions",
    help: "Predictions, in the unit of their target, by target if there are several.",
    buckets,
    registry,
  });
  const seriesOf = new Map<string | undefined, VariantSeries>();
  const createSeries = (variant: string | undefined): VariantSeries => {
    const labels = variant === undefined ? {} : { variant };
    const created = { labels, seconds: predictionSeconds.series(labels), byTarget: new Map() };
    seriesOf.set(variant, created);
    return created;
  };
  const countPrediction = ({ labels, byTarget }: VariantSeries, value: number, target?: string): void => {
    let series = byTarget.get(target);
    if (!series) {
      series = predicted.series(target === undefined ? labels : { ...labels, target });
      byTarget.set(target, series);
    }
    series.observe(value);
  };
  // The only model has its duration from the start, as Prometheus prefers.
  if (!models.assign) createSeries(undefined);
  const missingSubjects = models.assign
    ? new Counter({
        name: "supportvector_missing_subjects_total",
        help: "Requests or records that were assigned to a variant without a subject.",
        registers,
      })
    : undefined;
  new Gauge({
    name: "supportvector_model_info",
    help: "1 for each model in service.",
    labelNames: ["variant", "name", "version", "label"],
    aggregator: "max",
    registers,
    collect() {
      this.reset();
      for (const { served } of [...models.variants, ...models.shadows]) {
        if (!served) continue;
        const { variant, name, version, label } = served;
        this.set({ ...(variant !== undefined && { variant }), name, version, label }, 1);
      }
    },
  });

  const shadows = models.shadows.length > 0 ? createShadowMetrics({ Counter }, registry, buckets) : undefined;
  return {
    registry,
    countPredictions(variant, predictions, seconds) {
      const series = seriesOf.get(variant) ?? createSeries(variant);
      series.seconds.observe(seconds);
      for (const prediction of predictions)
        if (typeof prediction === "number") countPrediction(series, prediction);
        else for (const [target, value] of Object.entries(prediction)) countPrediction(series, value, target);
    },
    countMissingSubject: () => missingSubjects?.inc(),
    shadows,
    observe(route) {
      const byMethod = new Map<string, Series[]>();
      return {
        request: [
          (request) => {
            inFlight.enter(request);
            return undefined;
          },
        ],
        response: [
          (request, reply, ms) => {
            inFlight.leave(request);
            const { method } = request;
            const { statusCode: status } = reply;
            let byStatus = byMethod.get(method);
            if (!byStatus) {
              byStatus = [];
              byMethod.set(method, byStatus);
            }
            byStatus[status] ??= requestSeconds.series({ method, route, status });
            byStatus[status].observe(ms / 1000);
            const error = status < 400 ? undefined : sentError(request);
            if (error) errors.inc({ type: error.type });
          },
        ],
      };
    },
  };
}
