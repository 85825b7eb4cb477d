// Requests counted in Redis, for several instances together. Where Redis does not answer, requests go on.

import { once } from "node:events";
import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { importPeer } from "../peers.js";
import type { Count } from "./count.js";

/** How long requests wait for Redis, in milliseconds, before the connection counts as lost. */
const PATIENCE = 200;

/** Counts one more, and says when the count ends: in one step, so that no count is without an end. */
const COUNT = `
local requests = redis.call("INCR", KEYS[1])
if requests == 1 then redis.call("PEXPIRE", KEYS[1], ARGV[1]) end
return {requests, redis.call("PTTL", KEYS[1])}`;

/** @param window in milliseconds */
export async function countInRedis(url: string, window: number, service: FastifyInstance): Promise<Count> {
  const redis = await connect(url, service);
  return async (caller) => {
    try {
      // Redis takes whole milliseconds only.
      const counted = await redis.eval(COUNT, 1, `supportvector-rate-limit-${caller}`, Math.ceil(window));
      const [requests, left] = counted as [number, number];
      return { requests, end: performance.now() + left };
    } catch {
      return { requests: 0, end: 0 };
    }
  };
}

/** A connection that fails fast, and says once that it is lost, and once that it is back. */
async function connect(url: string, service: FastifyInstance): Promise<Redis> {
  const { Redis } = await importPeer("ioredis", () => import("ioredis"));
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    socketTimeout: PATIENCE,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  let lost = false;
  const onLost = (): void => {
    if (!lost) service.log.warn("rate limits: Redis does not answer, requests go on without limits");
    lost = true;
  };
  // Without a listener an error would end the process. Whatever it is, the connection is closed; its message may hold the URL, and so a password.
  redis.on("error", () => {});
  redis.on("close", onLost);
  redis.on("ready", () => {
    if (lost) service.log.info("rate limits: Redis answers again");
    lost = false;
  });
  service.addHook("onClose", async () => {
    redis.off("close", onLost);
    redis.disconnect();
  });
  // The first requests count, too; but a service starts without Redis if it must.
  await once(redis, "ready").catch(() => {});
  return redis;
}
