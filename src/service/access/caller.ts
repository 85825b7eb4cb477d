// The caller: the owner of an API key, without the key itself.

import type { FastifyInstance, FastifyRequest } from "fastify";

/** The owner of an API key, with the texts that every request of theirs needs. */
export interface Caller {
  /** The id of the API key. */
  readonly id: string;
  /** The name by which a rate limit counts. */
  readonly identity: string;
  /** The id as JSON. */
  readonly json: string;
}

type IdentifiedRequest = FastifyRequest & { caller?: Caller | undefined };

/** Returns the caller whose API key has this id. */
export function describeCaller(id: string): Caller {
  return { id, identity: `key ${id}`, json: JSON.stringify(id) };
}

/** Adds the caller as a property to all requests. */
export function identifyCallers(service: FastifyInstance): void {
  service.decorateRequest("caller", undefined);
}

/** Notes whose API key the request has. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  (request as IdentifiedRequest).caller = caller;
}

/** Returns the caller, or undefined if the request has no known API key. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return (request as IdentifiedRequest).caller;
}

/**
 * Returns the name by which a rate limit counts a request: the key or the address, with a prefix
 * that tells them apart.
 */
export function identityOf(request: FastifyRequest): string {
  return callerOf(request)?.identity ?? `address ${request.ip}`;
}
