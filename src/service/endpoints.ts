// The endpoints of a model.

import type { FastifyInstance } from "fastify";
import type { InputRecord } from "../model.js";
import { ServiceError } from "./errors.js";
import type { Metrics } from "./metrics.js";
import type { ModelStore } from "./model-store.js";
import type { EndpointOptions } from "./options.js";
import type { ServedModel } from "./served-model.js";

/** Adds the endpoints to a service. */
export function addEndpoints(
  service: FastifyInstance,
  models: ModelStore,
  metrics: Metrics,
  { renderMetrics = () => metrics.registry.metrics() }: EndpointOptions,
): void {
  service.get("/health", (_request, reply) => {
    const { served, failure } = models;
    const timestamp = new Date().toISOString();
    if (!served) {
      reply.code(503);
      return {
        status: "unhealthy",
        timestamp,
        model_loaded: false,
        error: failure?.reason,
        type: "ModelNotLoadedError",
      };
    }
    const { regressor, metrics: quality, trainingDate } = served.model.info;
    return {
      status: "healthy",
      timestamp,
      model_loaded: true,
      model_type: regressor,
      test_mae: quality["test_mae"],
      training_date: trainingDate,
    };
  });

  service.post("/predict", (request) => {
    const { model, label, confidence } = present(models);
    const started = performance.now();
    const prediction = model.predict(request.body as InputRecord);
    metrics.countPredictions([prediction], (performance.now() - started) / 1000);
    return { prediction, unit: model.info.unit, model: label, timestamp: new Date().toISOString(), confidence };
  });

  service.get("/metrics", async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return renderMetrics();
  });
}

function present({ served, failure }: ModelStore): ServedModel {
  if (!served) throw new ServiceError(503, "ModelNotLoadedError", failure?.reason ?? "no model is loaded");
  return served;
}
