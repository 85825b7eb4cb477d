// What the endpoints work with.

import type { FastifyRequest } from "fastify";
import type { Audit } from "../audit.js";
import { ServiceError } from "../errors.js";
import type { Metrics } from "../metrics.js";
import type { ModelStore } from "../model-store.js";
import type { Prediction, ServedModel } from "../served-model.js";

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
 * @param records whatever the caller sent in the place of records
 * @throws InputError with every problem of every record
 */
export function predictRecords(
  { metrics, audit }: EndpointContext,
  { model, name, version }: ServedModel,
  request: FastifyRequest,
  records: readonly unknown[],
): Prediction[] {
  const started = performance.now();
  const predictions = model.predictBatch(records as never);
  metrics.countPredictions(predictions, (performance.now() - started) / 1000);
  audit?.append({ request, model: name, version, inputs: model.inputs, records, predictions });
  return predictions;
}

/** @throws ServiceError `BatchTooLargeError` for more records than one request may hold */
export function checkBatchSize(rows: number, { maxBatchRows }: EndpointContext): void {
  if (rows > maxBatchRows)
    throw new ServiceError(413, "BatchTooLargeError", `expected at most ${maxBatchRows} records, got ${rows}`);
}
