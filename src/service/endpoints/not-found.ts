// What is answered where there is no endpoint.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors.js";

/** 404, with the endpoints that there are. */
export function answerUnknown(service: FastifyInstance, endpoints: readonly string[]): void {
  service.setNotFoundHandler(() => {
    throw new ServiceError(404, "NotFoundError", "there is no such endpoint", { available_endpoints: endpoints });
  });
}
