// A Fastify instance that answers for a model, with everything around it that a service on a network needs.

import type { FastifyInstance } from "fastify";
import { answerError } from "./answer-error.js";
import { addEndpoints } from "./endpoints.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { createModelStore, type ModelSource, type ModelStore } from "./model-store.js";
import type { ServiceOptions } from "./options.js";
import { importPeer } from "./peers.js";

/** A service, ready to listen. */
export interface Service extends FastifyInstance {
  /** The model that answers: `models.reload()` replaces it. */
  readonly models: ModelStore;
  readonly metrics: Metrics;
}

/**
 * Builds a service. It starts without a model if that does not load: then `GET /health` says why, and predictions are refused.
 *
 * @returns a Fastify instance that is ready, and does not listen yet
 * @throws Error that names the package to install, if an optional peer dependency that the options need is not there
 * @example
 * const service = await buildService({ model: "model.json" });
 * await service.listen({ port: 5000 });
 */
export async function buildService(options: ServiceOptions = {}): Promise<Service> {
  const { fastify } = await importPeer("fastify", () => import("fastify"));
  const service = fastify({ logger: options.log !== false });
  const models = createModelStore(service.log);
  await models.load(options.model ?? (await includedModel()));
  const metrics = await createMetrics(models, options.predictionBuckets);
  service.setErrorHandler(answerError);
  metrics.countRequests(service);
  addEndpoints(service, models, metrics, options);
  service.decorate("models", models).decorate("metrics", metrics);
  await service.ready();
  return service as unknown as Service;
}

async function includedModel(): Promise<ModelSource> {
  const { model } = await import("../absenteeism/index.js");
  return model;
}
