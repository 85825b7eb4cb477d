// The response to requests for unknown endpoints.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import { joinHooks, type RouteHooks, toFastifyHook } from "../http/route-hooks.js";

/** Adds a 404 that lists the endpoints, sent before a body is read. */
export async function refuseUnknownRoutes(
  service: FastifyInstance,
  endpoints: readonly string[],
  hooks: RouteHooks,
): Promise<void> {
  const refuse = (): never => {
    throw new ServiceError(404, "NotFoundError", "expected a known endpoint", { available_endpoints: endpoints });
  };
  // In a scope of its own, so that the hook does not run for other routes.
  await service.register(async (scope) => {
    scope.addHook("onRequest", toFastifyHook(joinHooks(hooks, { request: [refuse] })));
    scope.setNotFoundHandler(refuse);
  });
}
