// The caller: the owner of an API key, without the key itself.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { networkOf } from "./network.js";

/** The owner of an API key, with the text that every request of theirs needs. */
export interface Caller {
  /** The id of the API key. */
  readonly id: string;
  /** The id as JSON. */
  readonly json: string;
}

type IdentifiedRequest = FastifyRequest & { caller?: Caller | undefined };

/** Returns the caller whose API key has this id. */
export function describeCaller(id: string): Caller {
  return { id, json: JSON.stringify(id) };
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

/** Returns the name by which a caller takes turns: that of the key, or of the network. */
export function identityOf(request: FastifyRequest): string {
  const caller = callerOf(request);
  return caller ? `key ${caller.id}` : `network ${networkOf(request.ip)}`;
}
