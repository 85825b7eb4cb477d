// Requests without a key that is known are refused, before their bodies are read.

import type { FastifyInstance } from "fastify";
import { ServiceError } from "../errors.js";
import type { ArrivalStep } from "../route-steps.js";
import { type ApiKey, keyFinder } from "./api-keys.js";
import { callerOf, describeCaller, identifyCallers, setCaller } from "./caller.js";

/** A step that notes whose key a request has. Whether it needs one is decided after the rate limit: wrong keys count, too. */
export function identify(service: FastifyInstance, keys: readonly ApiKey[]): ArrivalStep {
  identifyCallers(service);
  const findKey = keyFinder(keys);
  const callers = new Map(keys.map((key) => [key, describeCaller(key.id)]));
  const ownerOf = (presented: string | undefined): ApiKey | undefined =>
    presented === undefined ? undefined : findKey(presented);
  return (request) => {
    const { "x-api-key": own, authorization } = request.headers;
    // Where both are there, either may be known.
    const key = ownerOf(typeof own === "string" ? own : undefined) ?? ownerOf(bearerOf(authorization));
    if (key) setCaller(request, callers.get(key)!);
    return undefined;
  };
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** A step that refuses requests without a key that is known. */
export const authorize: ArrivalStep = (request) => {
  if (callerOf(request) === undefined) throw unauthorized();
  return undefined;
};

function unauthorized(): ServiceError {
  const message = "expected a known API key, as X-API-Key or as Authorization: Bearer";
  return new ServiceError(401, "UnauthorizedError", message, {}, { "WWW-Authenticate": "Bearer" });
}
