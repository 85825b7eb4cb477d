// POST /predict and /batch_predict.

import type { FastifyInstance } from "fastify";
import type { InputRecord } from "../../model.js";
import { ServiceError } from "../errors.js";
import { checkBatchSize, type EndpointContext, predictRecords, servedModel } from "./context.js";
import { batchAnswer, predictionAnswer } from "./schemas.js";

export function addPrediction(service: FastifyInstance, context: EndpointContext): void {
  service.post("/predict", { schema: { response: { 200: predictionAnswer } } }, (request) => {
    const served = servedModel(context);
    const [prediction] = predictRecords(context, served, request, [request.body]);
    return {
      prediction,
      unit: served.model.info.unit,
      model: served.label,
      timestamp: new Date().toISOString(),
      confidence: served.confidence,
      warnings: served.findWarnings(request.body as InputRecord),
    };
  });

  service.post("/batch_predict", { schema: { response: { 200: batchAnswer } } }, (request) => {
    const served = servedModel(context);
    const records = readInstances(request.body);
    checkBatchSize(records.length, context);
    const predictions = predictRecords(context, served, request, records);
    const warnings = records.flatMap((record, row) =>
      (served.findWarnings(record as InputRecord) ?? []).map((warning) => ({ row, ...warning })),
    );
    return {
      predictions,
      count: predictions.length,
      unit: served.model.info.unit,
      model: served.label,
      timestamp: new Date().toISOString(),
      confidence: served.confidence,
      ...(warnings.length > 0 && { warnings }),
    };
  });
}

function readInstances(body: unknown): readonly unknown[] {
  const instances = (body as { instances?: unknown } | null | undefined)?.instances;
  if (Array.isArray(instances)) return instances;
  throw new ServiceError(400, "InvalidInputError", 'expected an object with an array of records as "instances"');
}
