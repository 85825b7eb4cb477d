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
  /**
   * Does the same on a page, where the key may also be the password of HTTP's Basic
   * authentication. Browsers send that with every request that any site makes, so no other route
   * takes it.
   */
  readonly identifyReader: RequestHook;
  /** Replaces all API keys. Requests that have started keep their callers. */
  replaceKeys(keys: readonly ApiKey[]): void;
}

/** Creates the identification of callers by these keys. */
export function identifyByKey(service: FastifyInstance, keys: readonly ApiKey[]): Identification {
  identifyCallers(service);
  let ownerOf = callerFinder(keys);
  const identifyBy =
    (keyOf: (authorization: string | undefined) => string | undefined): RequestHook =>
    (request) => {
      const { "x-api-key": own, authorization } = request.headers;
      // A request may have both headers, of which only one holds a known key.
      const caller = ownerOf(typeof own === "string" ? own : undefined) ?? ownerOf(keyOf(authorization));
      if (caller) setCaller(request, caller);
      return undefined;
    };
  return {
    identify: identifyBy(bearerOf),
    identifyReader: identifyBy((authorization) => bearerOf(authorization) ?? passwordOf(authorization)),
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

/** Returns the password of Basic authentication. The name before it may be anything. */
function passwordOf(authorization: string | undefined): string | undefined {
  const encoded = authorization === undefined ? undefined : /^Basic +(\S+)$/i.exec(authorization)?.[1];
  return encoded === undefined ? undefined : /:(.*)$/s.exec(Buffer.from(encoded, "base64").toString())?.[1];
}

/** Refuses requests without a known key. */
export const authorize: RequestHook = refuseUnknown(
  "expected a known API key, as X-API-Key or as Authorization: Bearer",
  "Bearer",
);

/** Does the same on a page, for which browsers ask their readers. */
export const authorizeReader: RequestHook = refuseUnknown(
  "expected a known API key, as X-API-Key, as Authorization: Bearer, or as the password of any user",
  'Basic realm="supportvector", charset="UTF-8"',
);

function refuseUnknown(message: string, challenge: string): RequestHook {
  return (request) => {
    if (callerOf(request) !== undefined) return undefined;
    throw new ServiceError(401, "UnauthorizedError", message, {}, { "WWW-Authenticate": challenge });
  };
}
