// Authentication: refuses requests without a known API key before their bodies are read.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors/errors.js";
import type { RequestHook } from "../http/route-hooks.js";
import { type ApiKey, keyFinder } from "./api-keys.js";
import { callerOf, describeCaller, identifyCallers, setCaller } from "./caller.js";

/**
 * Returns a hook that notes whose API key a request has. Another hook decides whether a key is
 * needed. It runs after the rate limit, so that guessing keys is limited as well.
 */
export function identify(service: FastifyInstance, keys: readonly ApiKey[]): RequestHook {
  identifyCallers(service);
  const findKey = keyFinder(keys);
  const callers = new Map(keys.map((key) => [key, describeCaller(key.id)]));
  const ownerOf = (presented: string | undefined): ApiKey | undefined =>
    presented === undefined ? undefined : findKey(presented);
  return (request) => {
    const { "x-api-key": own, authorization } = request.headers;
    // A request may have both headers, of which only one holds a known key.
    const key = ownerOf(typeof own === "string" ? own : undefined) ?? ownerOf(bearerOf(authorization));
    if (key) setCaller(request, callers.get(key)!);
    return undefined;
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
