// So many requests per window and caller, counted in memory or in Redis. A caller's window begins with the first request.
//
// Written here since what there is takes longer than a prediction: @fastify/rate-limit makes promises, and a route's options anew, for every request.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors.js";
import type { RateLimitOptions } from "../options.js";
import type { ArrivalStep } from "../route-steps.js";
import { identityOf } from "./caller.js";
import type { Window } from "./count.js";
import { countInMemory } from "./memory-count.js";
import { countInRedis } from "./redis-count.js";

/** A step that counts requests, and refuses those that are too many. */
export async function limitRate(
  service: FastifyInstance,
  { max, window = 60_000, redis }: RateLimitOptions,
): Promise<ArrivalStep> {
  const count = redis === undefined ? countInMemory(window) : await countInRedis(redis, window, service);
  return (request, _reply, came) => {
    const check = ({ requests, end }: Window): undefined => {
      if (requests > max) throw rateLimitExceeded(max, end - came);
    };
    const counted = count(identityOf(request), came);
    // Counting in memory takes less than a promise would.
    if (!(counted instanceof Promise)) return check(counted);
    return (done) => counted.then(check).then(done, done);
  };
}

function rateLimitExceeded(max: number, left: number): ServiceError {
  const seconds = Math.ceil(left / 1000);
  const message = `expected at most ${max} requests; ask again in ${seconds} s`;
  return new ServiceError(429, "RateLimitExceededError", message, {}, { "Retry-After": `${seconds}` });
}
