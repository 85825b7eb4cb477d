// GET /health, /live, /ready and /model_info.

import type { FastifyInstance } from "fastify";
import { OPEN } from "../access/open-routes.js";
import type { ServedModel } from "../model/served-model.js";
import { timestamp } from "../timestamp.js";
import { type EndpointContext, NO_MODEL, servedModel } from "./context.js";

export function addHealth(service: FastifyInstance, context: EndpointContext): void {
  const { models } = context;

  service.get("/health", { config: OPEN }, (_request, reply) => {
    const { served, failure } = models;
    if (served) return { status: "healthy", timestamp: timestamp(), model_loaded: true, ...describeHealth(served) };
    reply.code(503);
    const error = failure?.reason ?? NO_MODEL;
    return { status: "unhealthy", timestamp: timestamp(), model_loaded: false, error, type: "ModelNotLoadedError" };
  });

  service.get("/live", { config: OPEN }, () => ({ live: true }));

  service.get("/ready", { config: OPEN }, () => {
    servedModel(context);
    return { ready: true };
  });

  service.get("/model_info", () => ({
    status: "loaded",
    metadata: describeMetadata(servedModel(context)),
    timestamp: timestamp(),
  }));
}

function describeHealth({ model: { info } }: ServedModel): object {
  return { model_type: info.regressor, test_mae: info.metrics["test_mae"], training_date: info.trainingDate };
}

function describeMetadata({ name, version, model: { info, plan } }: ServedModel): object {
  return {
    ...info.metrics,
    model_name: name,
    model_version: version,
    model_type: info.regressor,
    kernel: info.kernel,
    description: info.description,
    target: info.target,
    unit: info.unit,
    train_date: info.trainingDate,
    features_count: info.inputs,
    training_samples: info.trainingSamples,
    test_samples: info.testSamples,
    support_vectors: info.supportVectors,
    plan,
  };
}
