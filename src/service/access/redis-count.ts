// Requests counted in Redis, for several instances together. Requests proceed without a limit while
// Redis does not respond.

import { once } from "node:events";
import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { importPeer } from "../peers.js";
import type { Count } from "./count.js";

/**
 * How long a request waits for Redis, in milliseconds. After that the connection counts as lost.
 */
const TIMEOUT = 200;

/** Increments and reads the expiry in one script, so that no count stays without an expiry. */
const COUNT = `
local requests = redis.call("INCR", KEYS[1])
if requests == 1 then redis.call("PEXPIRE", KEYS[1], ARGV[1]) end
return {requests, redis.call("PTTL", KEYS[1])}`;

/** @param window in milliseconds */
export async function countInRedis(url: string, window: number, service: FastifyInstance): Promise<Count> {
  const redis = await connect(url, service);
  return async (caller) => {
    try {
      // Redis only accepts whole milliseconds.
      const counted = await redis.eval(COUNT, 1, `supportvector-rate-limit-${caller}`, Math.ceil(window));
      const [requests, left] = counted as [number, number];
      return { requests, end: performance.now() + left };
    } catch {
      return { requests: 0, end: 0 };
    }
  };
}

/** Opens a connection that fails fast, and logs each loss and each recovery once. */
async function connect(url: string, service: FastifyInstance): Promise<Redis> {
  const { Redis } = await importPeer("ioredis", () => import("ioredis"));
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    socketTimeout: TIMEOUT,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  let lost = false;
  const onLost = (): void => {
    if (!lost) service.log.warn("rate limits: Redis does not respond, requests proceed without limits");
    lost = true;
  };
  // Without a listener an error would end the process. Its message may hold the URL and a password,
  // so it is not logged. "close" follows every error.
  redis.on("error", () => {});
  redis.on("close", onLost);
  redis.on("ready", () => {
    if (lost) service.log.info("rate limits: Redis responds again");
    lost = false;
  });
  service.addHook("onClose", async () => {
    redis.off("close", onLost);
    redis.disconnect();
  });
  // Waits, so that the first requests are counted. A service also starts without Redis.
  await once(redis, "ready").catch(() => {});
  return redis;
}
