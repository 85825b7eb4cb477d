// The context that the endpoints of a service share, and the prediction that all of them perform.

import type { FastifyRequest } from "fastify";
import type { Prediction } from "../../index.js";
import { ServiceError } from "../errors/errors.js";
import { runAtOnce, type TakeTurns } from "../http/turns.js";
import type { Audit } from "../log/audit.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import { type PredictedBatch, predictBatch } from "./batch.js";
import type { Table } from "./tables.js";

/** What the endpoints of a service share. */
export interface EndpointContext {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  readonly audit: Audit | undefined;
  readonly takeTurns: TakeTurns;
  readonly maxBatchRows: number;
  readonly renderMetrics: () => Promise<string>;
}

/**
 * Returns the current model.
 *
 * @throws ServiceError `ModelNotLoadedError`
 */
export function servedModel({ models: { served, failure } }: EndpointContext): ServedModel {
  if (!served) throw new ServiceError(503, "ModelNotLoadedError", failure?.reason ?? NO_MODEL);
  return served;
}

/** The reason if no load has failed. */
export const NO_MODEL = "no model is loaded";

/**
 * Predicts, counts, and appends to the audit file if there is one.
 *
 * @param record any value that the client sent as a record
 * @throws InputError with every problem of the record
 */
export function predictRecord(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  record: unknown,
): Prediction {
  const start = performance.now();
  const prediction = served.model.predict(record as never);
  notePredictions(context, served, request, (performance.now() - start) / 1000, [record], [prediction]);
  return prediction;
}

/**
 * Does the same for a batch. A single record is predicted at once, and several in turns with other
 * callers. The batch keeps its model, even if that is replaced meanwhile.
 *
 * @throws ServiceError `MissingFeaturesError` or `InvalidInputError` with the problems of the
 * records. `OverloadedError` if the batch takes too long
 */
export async function predictRecords(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  records: readonly unknown[],
  options: { readonly warnings: boolean },
): Promise<PredictedBatch> {
  const work = predictBatch(served.model, records, options);
  const batch = records.length > 1 ? await context.takeTurns(request, work) : runAtOnce(work);
  notePredictions(context, served, request, batch.seconds, records, batch.predictions);
  return batch;
}

/**
 * Predicts the rows of a table.
 *
 * @throws ServiceError `BatchTooLargeError`, and as `predictRecords` does
 */
export async function predictTable(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  table: Table,
): Promise<readonly Prediction[]> {
  checkBatchSize(table.length, context);
  const records = Array.from({ length: table.length }, (_, row) => table.record(row));
  const { predictions } = await predictRecords(context, served, request, records, { warnings: false });
  return predictions;
}

function notePredictions(
  { metrics, audit }: EndpointContext,
  { model, name, version }: ServedModel,
  request: FastifyRequest,
  seconds: number,
  records: readonly unknown[],
  predictions: readonly Prediction[],
): void {
  metrics.countPredictions(predictions, seconds);
  audit?.append({ request, model: name, version, inputs: model.inputs, records, predictions });
}

/** @throws ServiceError `BatchTooLargeError` if a request holds more records than allowed */
export function checkBatchSize(rows: number, { maxBatchRows }: EndpointContext): void {
  if (rows > maxBatchRows)
    throw new ServiceError(413, "BatchTooLargeError", `expected at most ${maxBatchRows} records, got ${rows}`);
}
