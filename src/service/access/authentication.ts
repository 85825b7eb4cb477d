// Authentication: refuses requests without a known API key before their bodies are read.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import type { RequestHook } from "../http/route-hooks.js";
import { type ApiKey, keyFinder } from "./api-keys.js";
import { type Caller, callerOf, describeCaller, identifyCallers, setCaller } from "./caller.js";

/** Finds the callers of a service. */
export interface Identification {
  /**
   * Notes whose API key a request has. Another hook decides whether a key is needed. It runs after
   * the rate limit, so that guessing keys is limited as well.
   */
  readonly identify: RequestHook;
  /** Replaces all API keys. Requests that have started keep their callers. */
  replaceKeys(keys: readonly ApiKey[]): void;
}

/** Creates the identification of callers by these keys. */
export function identifyByKey(service: FastifyInstance, keys: readonly ApiKey[]): Identification {
  identifyCallers(service);
  let ownerOf = callerFinder(keys);
  return {
    identify(request) {
      const { "x-api-key": own, authorization } = request.headers;
      // A request may have both headers, of which only one holds a known key.
      const caller = ownerOf(typeof own === "string" ? own : undefined) ?? ownerOf(bearerOf(authorization));
      if (caller) setCaller(request, caller);
      return undefined;
    },
    replaceKeys(replacement) {
      ownerOf = callerFinder(replacement);
    },
  };
}

function callerFinder(keys: readonly ApiKey[]): (presented: string | undefined) => Caller | undefined {
  const findKey = keyFinder(keys);
  const callers = new Map(keys.map((key) => [key, describeCaller(key.id)]));
  return (presented) => {
    const key = presented === undefined ? undefined : findKey(presented);
    return key && callers.get(key);
  };
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** Refuses requests without a known key. */
export const authorize: RequestHook = (request) => {
  if (callerOf(request) === undefined) throw unauthorized();
  return undefined;
};

function unauthorized(): ServiceError {
  const message = "expected a known API key, as X-API-Key or as Authorization: Bearer";
  return new ServiceError(401, "UnauthorizedError", message, {}, { "WWW-Authenticate": "Bearer" });
}
