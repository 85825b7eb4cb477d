// Requests without a key that is known are refused, before their bodies are read.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServiceError } from "../errors.js";
import type { ArrivalStep } from "../route-steps.js";
import { type ApiKey, keyFinder } from "./api-keys.js";
import { callerOf, describeCaller, identifyCallers, setCaller } from "./caller.js";

/** A step that notes whose key a request has. Whether it needs one is decided after the rate limit: wrong keys count, too. */
export function identify(service: FastifyInstance, keys: readonly ApiKey[]): ArrivalStep {
  identifyCallers(service);
  const findKey = keyFinder(keys);
  const callers = new Map(keys.map((key) => [key, describeCaller(key.id)]));
  return (request) => {
    for (const presented of presentedKeys(request)) {
      const key = findKey(presented);
      if (key) setCaller(request, callers.get(key)!);
    }
    return undefined;
  };
}

/** As `X-API-Key: …`, or `Authorization: Bearer …`; where both are there, either may be known. */
function presentedKeys({ headers }: FastifyRequest): string[] {
  const own = headers["x-api-key"];
  const bearer = headers.authorization && /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1];
  return [own, bearer].filter((key) => typeof key === "string");
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
