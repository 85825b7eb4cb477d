// What the endpoints work with.

import type { FastifyRequest } from "fastify";
import type { Prediction } from "../../model.js";
import type { Audit } from "../audit.js";
import { ServiceError } from "../errors.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model-store.js";
import type { ServedModel } from "../served-model.js";

/** What the endpoints of a service share. */
export interface EndpointContext {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  readonly audit: Audit | undefined;
  readonly maxBatchRows: number;
  readonly renderMetrics: () => Promise<string>;
}

/**
 * The model that answers.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function servedModel({ models: { served, failure } }: EndpointContext): ServedModel {
  if (!served) throw new ServiceError(503, "ModelNotLoadedError", failure?.reason ?? "no model has been loaded");
  return served;
}

/**
 * Predicts, counts, and writes to the audit file if there is one.
 *
 * @param record whatever the caller sent in the place of a record
 * @throws InputError with every problem of the record
 */
export function predictRecord(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  record: unknown,
): Prediction {
  const started = performance.now();
  const prediction = served.model.predict(record as never);
  notePredictions(context, served, request, started, [record], [prediction]);
  return prediction;
}

/**
 * The same for several.
 *
 * @throws InputError with every problem of every record
 */
export function predictRecords(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  records: readonly unknown[],
): Prediction[] {
  const started = performance.now();
  const predictions = served.model.predictBatch(records as never);
  notePredictions(context, served, request, started, records, predictions);
  return predictions;
}

function notePredictions(
  { metrics, audit }: EndpointContext,
  { model, name, version }: ServedModel,
  request: FastifyRequest,
  started: number,
  records: readonly unknown[],
  predictions: readonly Prediction[],
): void {
  metrics.countPredictions(predictions, (performance.now() - started) / 1000);
  audit?.append({ request, model: name, version, inputs: model.inputs, records, predictions });
}

/** @throws ServiceError `BatchTooLargeError` for more records than one request may hold */
export function checkBatchSize(rows: number, { maxBatchRows }: EndpointContext): void {
  if (rows > maxBatchRows)
    throw new ServiceError(413, "BatchTooLargeError", `expected at most ${maxBatchRows} records, got ${rows}`);
}
