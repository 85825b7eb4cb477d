// Requests counted in Redis, for several instances together. While Redis does not count, each
// process counts in its memory.

import { once } from "node:events";
import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { importPeer } from "../peers.js";
import type { Count, Counts } from "./count.js";
import { countInMemory } from "./memory-count.js";

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
export async function countInRedis(url: string, window: number, service: FastifyInstance): Promise<Counts> {
  const outage = noteOutages(service);
  const redis = await connect(url, service, outage);
  const memory = countInMemory(window);
  const countCallers = (kind: string, countLocally: Count): Count => {
    return async (caller, now) => {
      try {
        // Redis only accepts whole milliseconds.
        const counted = await redis.eval(COUNT, 1, `supportvector-rate-limit-${kind} ${caller}`, Math.ceil(window));
        const [requests, left] = counted as [number, number];
        outage.end();
        return { requests, end: performance.now() + left };
      } catch (error) {
        outage.begin(error);
        return countLocally(caller, now);
      }
    };
  };
  return { byKey: countCallers("key", memory.byKey), byAddress: countCallers("address", memory.byAddress) };
}

/** Logs the beginning and the end of each outage once. */
interface Outage {
  begin(error?: unknown): void;
  end(): void;
}

function noteOutages({ log }: FastifyInstance): Outage {
  let isOut = false;
  return {
    begin(error) {
      if (isOut) return;
      isOut = true;
      // The code of an error reply, such as OOM. The rest may hold a URL with a password.
      const reply = error instanceof Error ? /^[A-Z]+(?= )/.exec(error.message)?.[0] : undefined;
      log.warn({ reply }, "rate limits: Redis does not count, each process counts for itself");
    },
    end() {
      if (isOut) log.info("rate limits: Redis counts again");
      isOut = false;
    },
  };
}

/** Opens a connection that fails fast. */
async function connect(url: string, service: FastifyInstance, outage: Outage): Promise<Redis> {
  const { Redis } = await importPeer("ioredis", () => import("ioredis"));
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    socketTimeout: TIMEOUT,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  const onClose = (): void => outage.begin();
  // Without a listener an error would end the process. "close" follows every error.
  redis.on("error", () => {});
  redis.on("close", onClose);
  service.addHook("onClose", async () => {
    redis.off("close", onClose);
    redis.disconnect();
  });
  // Waits, so that the first requests are counted. A service also starts without Redis.
  await once(redis, "ready").catch(() => {});
  return redis;
}
