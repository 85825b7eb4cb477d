// The context that the endpoints of a service share, and the prediction that all of them perform.

import type { FastifyRequest } from "fastify";
import type { Prediction } from "../../index.js";
import type { DriftWatch } from "../drift/drift-watch.js";
import { ServiceError } from "../errors/errors.js";
import type { SendJson } from "../http/send-json.js";
import { runAtOnce, type TakeTurns } from "../http/turns.js";
import type { Metrics } from "../metrics/metrics.js";
import { type Ends, endsOf } from "../model/intervals.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import type { PredictionStore } from "../store/prediction-store.js";
import type { Assignment } from "./assignment.js";
import { type PredictedBatch, predictBatch } from "./batch.js";
import { requireIntervals } from "./coverage.js";
import type { NotePredictions } from "./noted-predictions.js";
import type { SliceOptions } from "./slice.js";
import type { Table } from "./tables.js";

/** What the endpoints of a service share. */
export interface EndpointContext {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  readonly note: NotePredictions;
  /** Undefined if the service does not watch drift. */
  readonly drift: DriftWatch | undefined;
  /** Undefined if predictions are not stored. They have no ids then. */
  readonly store: PredictionStore | undefined;
  readonly takeTurns: TakeTurns;
  readonly sendJson: SendJson;
  readonly maxBatchRows: number;
  readonly renderMetrics: () => Promise<string>;
}

/** A batch whose predictions are noted. */
export interface NotedBatch extends PredictedBatch {
  /** One for each prediction, if they are stored. */
  readonly ids: Buffer | undefined;
}

/**
 * Predicts a record, and notes the prediction.
 *
 * @param ids holds the id of the prediction, if it is stored
 * @param record any value that the client sent as a record
 * @throws InputError with every problem of the record
 */
export function predictRecord(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  ids: Buffer | undefined,
  record: unknown,
): Prediction {
  const start = performance.now();
  const prediction = served.model.predict(record as never);
  const seconds = (performance.now() - start) / 1000;
  context.note({ request, served, ids, records: [record], predictions: [prediction], seconds });
  return prediction;
}

/**
 * Predicts a record with its interval, and notes the prediction.
 *
 * @throws InputError with every problem of the record
 * @throws ServiceError `IntervalsMissingError`
 */
export function predictInterval(
  context: EndpointContext,
  served: ServedModel,
  request: FastifyRequest,
  ids: Buffer | undefined,
  record: unknown,
  coverage: number,
): Ends {
  const intervals = requireIntervals(served);
  const start = performance.now();
  const ends = endsOf(intervals.predictInterval(record as never, { coverage }));
  const seconds = (performance.now() - start) / 1000;
  context.note({ request, served, ids, records: [record], predictions: [ends.prediction], seconds });
  return ends;
}

/**
 * Does the same for a batch. A single record is predicted at once, and several in turns with other
 * callers. The batch keeps its models, even if they are replaced meanwhile.
 *
 * @throws ServiceError `MissingFeaturesError` or `InvalidInputError` with the problems of the
 * records. `IntervalsMissingError`. `OverloadedError` if the batch takes too long
 */
export async function predictRecords(
  context: EndpointContext,
  assignment: Assignment,
  request: FastifyRequest,
  records: readonly unknown[],
  options: SliceOptions,
): Promise<NotedBatch> {
  const work = predictBatch(assignment, records, options);
  const batch = records.length > 1 ? await context.takeTurns(request, work) : runAtOnce(work);
  const ids = context.store?.createIds(records.length);
  for (const part of batch.parts) context.note({ request, ids, ...part });
  return { ...batch, ids };
}

/**
 * Predicts the rows of a table.
 *
 * @throws ServiceError `BatchTooLargeError`, and as `predictRecords` does
 */
export async function predictTable(
  context: EndpointContext,
  assignment: Assignment,
  request: FastifyRequest,
  table: Table,
  coverage: number | undefined,
): Promise<NotedBatch> {
  checkBatchSize(table.length, context);
  const records = Array.from({ length: table.length }, (_, row) => table.record(row));
  return predictRecords(context, assignment, request, records, { warnings: false, coverage });
}

/** @throws ServiceError `BatchTooLargeError` if a request holds more records than allowed */
export function checkBatchSize(rows: number, { maxBatchRows }: EndpointContext): void {
  if (rows > maxBatchRows)
    throw new ServiceError(413, "BatchTooLargeError", `expected at most ${maxBatchRows} records, got ${rows}`);
}
