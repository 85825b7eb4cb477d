// Back-pressure: an overloaded process refuses requests at once instead of letting them wait until
// their clients give up.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import { importPeer } from "../peers.js";
import type { RequestHook } from "./route-hooks.js";

/** Seconds after which clients should retry. */
const RETRY_AFTER = "2";

/**
 * Returns a hook that refuses requests while the event loop lags.
 *
 * @param maxDelay the delay above which requests are refused, in milliseconds
 */
export async function limitPressure(service: FastifyInstance, maxDelay: number): Promise<RequestHook> {
  const { fastifyUnderPressure } = await importPeer("@fastify/under-pressure", () => import("@fastify/under-pressure"));
  await service.register(fastifyUnderPressure);
  return () => {
    if (service.memoryUsage().eventLoopDelay <= maxDelay) return undefined;
    const headers = { "Retry-After": RETRY_AFTER };
    throw new ServiceError(503, "OverloadedError", "the service is overloaded", {}, headers);
  };
}
