// A process that cannot keep up says so at once, instead of letting requests wait until nobody does any more.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "./errors.js";
import { importPeer } from "./peers.js";
import type { ArrivalStep } from "./route-steps.js";

/** Seconds after which to ask again. */
const RETRY_AFTER = "2";

/**
 * A step that turns requests away.
 *
 * @param maxDelay of the event loop, in milliseconds, above which it does
 */
export async function relievePressure(service: FastifyInstance, maxDelay: number): Promise<ArrivalStep> {
  const { fastifyUnderPressure } = await importPeer("@fastify/under-pressure", () => import("@fastify/under-pressure"));
  await service.register(fastifyUnderPressure);
  return () => {
    if (service.memoryUsage().eventLoopDelay <= maxDelay) return undefined;
    const headers = { "Retry-After": RETRY_AFTER };
    throw new ServiceError(503, "OverloadedError", "there are more requests than can be answered", {}, headers);
  };
}
