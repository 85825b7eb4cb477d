// A Fastify instance that answers for a model, with everything around it that a service on a network needs.

import type { FastifyInstance } from "fastify";
import { authorize, identify } from "./access/authentication.js";
import { allowOrigins } from "./access/cross-origin.js";
import { isOpen } from "./access/open-routes.js";
import { limitRate } from "./access/rate-limit.js";
import { answerError } from "./answer-error.js";
import { relievePressure } from "./back-pressure.js";
import { addEndpoints } from "./endpoints/endpoints.js";
import { answerUnknown } from "./endpoints/not-found.js";
import { createMetrics, type Metrics } from "./metrics/metrics.js";
import { createModelStore, type ModelSource, type ModelStore } from "./model-store.js";
import type { ServiceOptions } from "./options.js";
import { logRequests } from "./request-log.js";
import { hookOf, joinSteps, type RouteSteps, stepRoutes } from "./route-steps.js";
import { addSecurityHeaders } from "./security-headers.js";
import { createServer, requireHost, type Server } from "./server.js";

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
  const server = await createServer(options);
  try {
    return await equip(server, options);
  } catch (error) {
    // A connection to Redis, say, would keep the process alive.
    await server.service.close();
    throw error;
  }
}

/** Model, endpoints and protections. */
async function equip({ service, log, stepUnroutable }: Server, options: ServiceOptions): Promise<Service> {
  const { apiKeys = [], rateLimit, allowedOrigins = [], tls, maxEventLoopDelay = 250 } = options;
  const models = createModelStore(service.log);
  await models.load(options.model ?? (await includedModel()));
  const metrics = await createMetrics(models, options.predictionBuckets);

  service.setErrorHandler(answerError);
  const secured = apiKeys.length > 0;
  const all = {
    arrival: [
      await addSecurityHeaders(tls !== undefined),
      ...(allowedOrigins.length > 0 ? [await allowOrigins(service, allowedOrigins)] : []),
      requireHost,
    ],
  };
  const limits = {
    arrival: [
      ...(maxEventLoopDelay > 0 ? [await relievePressure(service, maxEventLoopDelay)] : []),
      // Before the limit, which is per key; whether a key is needed is asked after it: whoever tries out keys is slowed down.
      ...(secured ? [identify(service, apiKeys)] : []),
      ...(rateLimit ? [await limitRate(service, rateLimit)] : []),
    ],
  };
  const gates = joinSteps(limits, { arrival: secured ? [authorize] : [] });
  const watch = (route: string): RouteSteps => {
    const logRequest = log && logRequests(log, models, route);
    return joinSteps(metrics.watch(route), { answer: logRequest ? [logRequest] : [] }, all);
  };
  stepRoutes(service, (route) => joinSteps(watch(route.url), isOpen(route) ? {} : gates));
  const endpoints = addEndpoints(service, { models, metrics, secured }, options);
  const elsewhere = joinSteps(watch("none"), limits);
  answerUnknown(service, endpoints, elsewhere);
  stepUnroutable(hookOf(elsewhere));

  service.decorate("models", models).decorate("metrics", metrics);
  await service.ready();
  return service as unknown as Service;
}

async function includedModel(): Promise<ModelSource> {
  const { model } = await import("../absenteeism/index.js");
  return model;
}
