// Operators: the owners of API keys that may do more than predict.

import type { FastifyRequest } from "fastify";
import { ServiceError } from "../errors/errors.js";
import { callerOf } from "./caller.js";

/**
 * Returns the id of the operator who sent a request.
 *
 * @param operators ids of API keys, or undefined for a service without keys
 * @throws ServiceError `ForbiddenError` for other callers, and for all of a service without keys
 */
export function requireOperator(request: FastifyRequest, operators: readonly string[] | undefined): string {
  if (!operators)
    throw new ServiceError(
      403,
      "ForbiddenError",
      "expected the API key of an operator, and this service has no keys: start it with API keys and operators",
    );
  const caller = callerOf(request)?.id;
  if (caller !== undefined && operators.includes(caller)) return caller;
  throw new ServiceError(403, "ForbiddenError", "expected the API key of an operator, got another one");
}
