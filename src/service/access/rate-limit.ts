// Rate limits: a number of requests per window and caller, counted in memory or in Redis. A
// caller's window begins with its first request.
//
// Not @fastify/rate-limit, which takes longer than a prediction: it creates promises, and copies
// the options of the route, for every request.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import type { RequestHook } from "../http/route-hooks.js";
import { callerOf } from "./caller.js";
import type { Window } from "./count.js";
import { countInMemory } from "./memory-count.js";
import { networkOf } from "./network.js";
import { countInRedis } from "./redis-count.js";

/** A limit on the requests of one caller. */
export interface RateLimitOptions {
  /** Requests per window of one API key. Without a valid key: of one address, or one IPv6 /64. */
  readonly max: number;
  /** Length of a window, in milliseconds. Default: 60,000. */
  readonly window?: number;
  /**
   * `redis://…`: counts in Redis, so that several instances share a limit. Default: in the memory
   * of each process, which also counts while Redis does not.
   */
  readonly redis?: string;
}

/** Returns a hook that counts requests and refuses those above the limit. */
export async function limitRate(
  service: FastifyInstance,
  { max, window = 60_000, redis }: RateLimitOptions,
): Promise<RequestHook> {
  const { byKey, byAddress } = redis === undefined ? countInMemory(window) : await countInRedis(redis, window, service);
  return (request, _reply, arrival) => {
    const check = ({ requests, end }: Window): undefined => {
      if (requests > max) throw rateLimitExceeded(max, end - arrival);
    };
    const caller = callerOf(request);
    const counted = caller ? byKey(caller.id, arrival) : byAddress(networkOf(request.ip), arrival);
    // Counting in memory takes less time than a promise.
    if (!(counted instanceof Promise)) return check(counted);
    return (done) => counted.then(check).then(done, done);
  };
}

function rateLimitExceeded(max: number, left: number): ServiceError {
  const seconds = Math.ceil(left / 1000);
  const message = `expected at most ${max} requests, retry after ${seconds} s`;
  return new ServiceError(429, "RateLimitExceededError", message, {}, { "Retry-After": `${seconds}` });
}
