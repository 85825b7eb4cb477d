// Back-pressure: an overloaded process refuses requests at once instead of letting them wait until
// their clients give up.

import type { FastifyInstance } from "fastify";
import { overloaded } from "../errors/errors.js";
import { importPeer } from "../peers.js";
import type { RequestHook } from "./route-hooks.js";

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
    throw overloaded("the service is overloaded");
  };
}
