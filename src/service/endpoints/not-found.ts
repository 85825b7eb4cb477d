// What is answered where there is no endpoint.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors.js";
import { hookOf, joinSteps, type RouteSteps } from "../route-steps.js";

/** 404 before a body is read, with the endpoints that there are. */
export function answerUnknown(service: FastifyInstance, endpoints: readonly string[], steps: RouteSteps): void {
  const refuse = (): never => {
    throw new ServiceError(404, "NotFoundError", "there is no such endpoint", { available_endpoints: endpoints });
  };
  // Fastify runs hooks of all kinds here; its types know of two.
  service.setNotFoundHandler({ onRequest: hookOf(joinSteps(steps, { arrival: [refuse] })) } as object, refuse);
}
