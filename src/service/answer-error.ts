// How an error reaches the caller. What was told is kept for the log and the metrics.

import type { FastifyReply, FastifyRequest } from "fastify";
import { internalError, translateError } from "./error-translation.js";
import { describeError, type ServiceError } from "./errors.js";

const failures = new WeakMap<FastifyRequest, ServiceError>();

/** The error that a request was answered with; undefined if with none. */
export function failureOf(request: FastifyRequest): ServiceError | undefined {
  return failures.get(request);
}

/** Fastify's error handler. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const told = translateError(error) ?? internalError();
  if (told.statusCode === 500) request.server.log.error({ reqId: request.id, fault: locate(error) }, "internal error");
  failures.set(request, told);
  reply.code(told.statusCode).headers(told.headers).type("application/json; charset=utf-8").send(describeError(told));
}

/** Name, code and stack of an error, without its message, which might quote an input. */
function locate(error: unknown): { name: string; code?: unknown; stack: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return { name: error.name, code, stack: frames.map((line) => line.trim()) };
}
