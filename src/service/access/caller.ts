// Who asks: the owner of an API key, never the key.

import type { FastifyInstance, FastifyRequest } from "fastify";

/** The owner of an API key, and what is written for each request of theirs. */
export interface Caller {
  /** The id of the API key. */
  readonly id: string;
  /** What a rate limit counts by. */
  readonly identity: string;
  /** The id as JSON. */
  readonly json: string;
}

type IdentifiedRequest = FastifyRequest & { caller?: Caller | undefined };

/** The caller whose API key has this id. */
export function describeCaller(id: string): Caller {
  return { id, identity: `key ${id}`, json: JSON.stringify(id) };
}

/** Makes room for the caller in every request. */
export function identifyCallers(service: FastifyInstance): void {
  service.decorateRequest("caller", undefined);
}

/** Notes whose API key the request has. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  (request as IdentifiedRequest).caller = caller;
}

/** Whose API key the request has; undefined if it has none that is known. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return (request as IdentifiedRequest).caller;
}

/** What a rate limit counts a request by: the key, or the address, which cannot be mistaken for each other. */
export function identityOf(request: FastifyRequest): string {
  return callerOf(request)?.identity ?? `address ${request.ip}`;
}
