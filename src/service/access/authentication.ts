// Requests without a key that is known are refused, before their bodies are read.

import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import { ServiceError } from "../errors.js";
import { type ApiKey, findKey } from "./api-keys.js";
import { callerOf, identifyCallers, setCaller } from "./caller.js";

/** A hook that notes whose key a request has. Whether it needs one is decided after the rate limit: wrong keys count, too. */
export function identify(service: FastifyInstance, keys: readonly ApiKey[]): onRequestHookHandler {
  identifyCallers(service);
  return (request, _reply, done) => {
    const presented = presentedKey(request);
    const key = presented === undefined ? undefined : findKey(keys, presented);
    if (key) setCaller(request, key.id);
    done();
  };
}

/** As `X-API-Key: …`, or `Authorization: Bearer …`. */
function presentedKey({ headers }: FastifyRequest): string | undefined {
  const own = headers["x-api-key"];
  if (typeof own === "string") return own;
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
}

/** A hook that refuses requests without a key that is known. */
export const authorize: onRequestHookHandler = (request, _reply, done) => {
  done(callerOf(request) === undefined ? unauthorized() : undefined);
};

function unauthorized(): ServiceError {
  const message = "expected a known API key, as X-API-Key or as Authorization: Bearer";
  return new ServiceError(401, "UnauthorizedError", message, {}, { "WWW-Authenticate": "Bearer" });
}
