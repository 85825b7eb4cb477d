// A Fastify instance that answers for a model, with everything around it that a service on a network needs.

import type { FastifyInstance } from "fastify";
import { authorize, identify } from "./access/authentication.js";
import { allowOrigins } from "./access/cross-origin.js";
import { limitRate } from "./access/rate-limit.js";
import { answerError } from "./answer-error.js";
import { relievePressure } from "./back-pressure.js";
import { addEndpoints } from "./endpoints/endpoints.js";
import { answerUnknown } from "./endpoints/not-found.js";
import { createMetrics, type Metrics } from "./metrics.js";
import { createModelStore, type ModelSource, type ModelStore } from "./model-store.js";
import type { ServiceOptions } from "./options.js";
import { logRequests } from "./request-log.js";
import { addSecurityHeaders } from "./security-headers.js";
import { createServer } from "./server.js";

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
  const { apiKeys = [], rateLimit, allowedOrigins = [], tls, maxEventLoopDelay = 250, log = {} } = options;
  const service = await createServer(options);
  const models = createModelStore(service.log);
  await models.load(options.model ?? (await includedModel()));
  const metrics = await createMetrics(models, options.predictionBuckets);

  service.setErrorHandler(answerError);
  metrics.countRequests(service);
  if (log) logRequests(service, models);
  await addSecurityHeaders(service, tls !== undefined);
  if (allowedOrigins.length > 0) await allowOrigins(service, allowedOrigins);
  if (maxEventLoopDelay > 0) await relievePressure(service, maxEventLoopDelay);
  // In this order: whoever tries out keys is slowed down by the limit.
  identify(service, apiKeys);
  if (rateLimit) await limitRate(service, rateLimit);
  if (apiKeys.length > 0) authorize(service);
  answerUnknown(service, addEndpoints(service, { models, metrics, secured: apiKeys.length > 0 }, options));

  service.decorate("models", models).decorate("metrics", metrics);
  await service.ready();
  return service as unknown as Service;
}

async function includedModel(): Promise<ModelSource> {
  const { model } = await import("../absenteeism/index.js");
  return model;
}
