// Who asks: the id of the API key, never the key.

import type { FastifyInstance, FastifyRequest } from "fastify";

type IdentifiedRequest = FastifyRequest & { callerId?: string | undefined };

/** Makes room for the caller's id in every request. */
export function identifyCallers(service: FastifyInstance): void {
  service.decorateRequest("callerId", undefined);
}

/** Notes whose API key the request has. */
export function setCaller(request: FastifyRequest, id: string): void {
  (request as IdentifiedRequest).callerId = id;
}

/** The id of the API key; undefined if the request has none that is known. */
export function callerOf(request: FastifyRequest): string | undefined {
  return (request as IdentifiedRequest).callerId;
}
