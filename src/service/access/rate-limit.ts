// So many requests per window and caller, counted in memory or in Redis. Where Redis does not answer, requests go on.

import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import type { Redis } from "ioredis";
import { ServiceError } from "../errors.js";
import type { RateLimitOptions } from "../options.js";
import { importPeer } from "../peers.js";
import { callerOf } from "./caller.js";

/** How long a request waits for Redis, in milliseconds. */
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

/** A connection that fails fast, and says once when it is lost and once when it is back. */
async function connect(url: string, service: FastifyInstance): Promise<Redis> {
  const { Redis } = await importPeer("ioredis", () => import("ioredis"));
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    commandTimeout: PATIENCE,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  let lost = false;
  // Without a listener an error would end the process. Its message may hold the URL, and with it a password.
  redis.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (!lost) service.log.warn({ code }, "rate limits: Redis does not answer, requests go on without limits");
    lost = true;
  });
  redis.on("ready", () => {
    if (lost) service.log.info("rate limits: Redis answers again");
    lost = false;
  });
  service.addHook("onClose", async () => redis.disconnect());
  return redis;
}
