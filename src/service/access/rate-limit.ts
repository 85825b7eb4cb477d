// So many requests per window and caller, counted in memory or in Redis. Where Redis does not answer, requests go on.

import { once } from "node:events";
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import type { Redis } from "ioredis";
import { ServiceError } from "../errors.js";
import type { RateLimitOptions } from "../options.js";
import { importPeer } from "../peers.js";
import { callerOf } from "./caller.js";

/** How long requests wait for Redis, in milliseconds, before the connection counts as lost. */
const PATIENCE = 200;

const NO_HEADERS = { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false };

/** A hook that counts requests, and refuses those that are too many. */
export async function limitRate(
  service: FastifyInstance,
  { max, window = 60_000, redis: url }: RateLimitOptions,
): Promise<onRequestHookHandler> {
  const { fastifyRateLimit } = await importPeer("@fastify/rate-limit", () => import("@fastify/rate-limit"));
  const redis = url === undefined ? undefined : await connect(url, service);
  await service.register(fastifyRateLimit, {
    global: false,
    max,
    timeWindow: window,
    keyGenerator: identityOf,
    skipOnError: true,
    // Who is refused learns when to ask again; others need no headers.
    addHeadersOnExceeding: NO_HEADERS,
    addHeaders: { ...NO_HEADERS, "retry-after": true },
    ...(redis && { redis, nameSpace: "supportvector-rate-limit-" }),
    errorResponseBuilder: (_request, { ttl }) => rateLimitExceeded(max, ttl),
  });
  return service.rateLimit() as onRequestHookHandler;
}

/** Keys by their ids, others by their address: an id cannot be mistaken for one. */
function identityOf(request: FastifyRequest): string {
  const caller = callerOf(request);
  return caller === undefined ? `address ${request.ip}` : `key ${caller}`;
}

function rateLimitExceeded(max: number, ttl: number): ServiceError {
  const seconds = Math.ceil(ttl / 1000);
  return new ServiceError(429, "RateLimitExceededError", `expected at most ${max} requests; ask again in ${seconds} s`);
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
