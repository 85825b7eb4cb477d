// The endpoints as a Fastify plugin, for a service with its own protections.

import type { FastifyInstance } from "fastify";
import { identityOf } from "./access/caller.js";
import { addEndpoints, type EndpointOptions } from "./endpoints/endpoints.js";
import { createShadows } from "./endpoints/shadows.js";
import { sendError } from "./errors/error-response.js";
import { followPromotions } from "./experiment/promotions.js";
import { addRouteHooks, joinHooks } from "./http/route-hooks.js";
import { sendByFastify } from "./http/send-json.js";
import { createTurns, type TurnOptions } from "./http/turns.js";
import { createMetrics } from "./metrics/metrics.js";
import type { ModelStore } from "./model/model-store.js";
import { addStore } from "./store/prediction-store.js";
import { addTriggers } from "./triggers/triggers.js";

/** Options of the plugin. */
export interface ModelEndpointsOptions extends EndpointOptions, TurnOptions {
  /** `createModelStore(fastify.log)`, followed by `load`. Or `await loadModels(fastify.log, …)`. */
  readonly models: ModelStore;
}

/**
 * Fastify plugin: all endpoints of a model with their errors and metrics, without the protections
 * of `buildService`.
 *
 * @example
 * const models = createModelStore(fastify.log);
 * await models.load("model.json");
 * await fastify.register(modelEndpoints, { models, prefix: "/absenteeism" });
 */
export async function modelEndpoints(service: FastifyInstance, options: ModelEndpointsOptions): Promise<void> {
  const { models } = options;
  const metrics = await createMetrics(models, options.predictionBuckets);
  const store = options.store && (await addStore(service, options.store, metrics.registry));
  const promotions = store && models.assign && (await followPromotions(service, models, store));
  const triggers = await addTriggers(service, options, models, store, metrics.registry);
  service.setErrorHandler(sendError);
  const shadows = metrics.shadows && createShadows(service, models.shadows, metrics.shadows);
  addRouteHooks(service, ({ url }) => joinHooks(metrics.observe(url), shadows?.hooks ?? {}));
  const takeTurns = createTurns(options, identityOf);
  addEndpoints(
    service,
    { models, metrics, shadows, store, promotions, triggers, takeTurns, sendJson: sendByFastify, secured: false },
    options,
  );
}
