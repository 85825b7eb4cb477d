// The endpoints as a Fastify plugin, for a service that has its own protections.

import type { FastifyInstance } from "fastify";
import { answerError } from "./answer-error.js";
import { addEndpoints } from "./endpoints/endpoints.js";
import { createMetrics } from "./metrics/metrics.js";
import type { ModelStore } from "./model-store.js";
import type { EndpointOptions } from "./options.js";
import { stepRoutes } from "./route-steps.js";

/** What the plugin needs to know. */
export interface ModelEndpointsOptions extends EndpointOptions {
  /** The model that answers: `createModelStore(fastify.log)`, and then `load`. */
  readonly models: ModelStore;
}

/**
 * Fastify plugin: all endpoints of a model, their errors and their metrics, and none of the protections of `buildService`.
 *
 * @example
 * const models = createModelStore(fastify.log);
 * await models.load("model.json");
 * await fastify.register(modelEndpoints, { models, prefix: "/absenteeism" });
 */
export async function modelEndpoints(service: FastifyInstance, options: ModelEndpointsOptions): Promise<void> {
  const metrics = await createMetrics(options.models, options.predictionBuckets);
  service.setErrorHandler(answerError);
  stepRoutes(service, ({ url }) => metrics.watch(url));
  addEndpoints(service, { models: options.models, metrics, secured: false }, options);
}
