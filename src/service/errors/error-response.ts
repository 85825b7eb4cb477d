// The response to an error. The log and the metrics read afterwards which error was sent.

import type { FastifyReply, FastifyRequest } from "fastify";
import { internalError, translateError } from "./error-translation.js";
import { errorBody, type ServiceError } from "./errors.js";

const sentErrors = new WeakMap<FastifyRequest, ServiceError>();

/** Returns the error that was sent for a request, or undefined if it succeeded. */
export function sentError(request: FastifyRequest): ServiceError | undefined {
  return sentErrors.get(request);
}

/** Sends the response to an error: Fastify's error handler. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const sent = translateError(error) ?? internalError();
  if (sent.statusCode === 500) request.server.log.error({ reqId: request.id, fault: locate(error) }, "internal error");
  sentErrors.set(request, sent);
  reply.code(sent.statusCode).headers(sent.headers).type("application/json; charset=utf-8").send(errorBody(sent));
}

/** Returns name, code and stack of an error, without its message, which might quote an input. */
function locate(error: unknown): { name: string; code?: unknown; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return { name: error.name, code, stack: frames.map((line) => line.trim()) };
}
