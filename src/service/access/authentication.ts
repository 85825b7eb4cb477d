// Requests without a key that is known are refused, before their bodies are read.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServiceError } from "../errors.js";
import { type ApiKey, findKey } from "./api-keys.js";
import { callerOf, identifyCallers, setCaller } from "./caller.js";

/** Whether a route is for everybody, as probes are. */
export function isOpen({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { open?: boolean }).open === true;
}

/** Notes whose key a request has. Whether it needs one is decided later: wrong keys count towards the rate limit. */
export function identify(service: FastifyInstance, keys: readonly ApiKey[]): void {
  identifyCallers(service);
  service.addHook("onRequest", (request, _reply, done) => {
    const presented = presentedKey(request);
    const key = presented === undefined ? undefined : findKey(keys, presented);
    if (key) setCaller(request, key.id);
    done();
  });
}

/** As `X-API-Key: …`, or `Authorization: Bearer …`. */
function presentedKey({ headers }: FastifyRequest): string | undefined {
  const own = headers["x-api-key"];
  if (typeof own === "string") return own;
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
}

/** Refuses requests to what there is, unless it is open, without a key that is known. */
export function authorize(service: FastifyInstance): void {
  service.addHook("onRequest", (request, _reply, done) => {
    done(callerOf(request) === undefined && !isOpen(request) && !request.is404 ? unauthorized() : undefined);
  });
}

function unauthorized(): ServiceError {
  const message = "expected a known API key, as X-API-Key or as Authorization: Bearer";
  return new ServiceError(401, "UnauthorizedError", message, {}, { "WWW-Authenticate": "Bearer" });
}
