// One line per request: who asked what, how it went and how long it took. Never what was in it: no body, no query, no header but the request's id.

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { callerOf } from "./access/caller.js";
import { failureOf } from "./answer-error.js";
import type { ModelStore } from "./model-store.js";
import type { LogOptions } from "./options.js";
import { importPeer } from "./peers.js";

/** Bytes that are written at a time. A pipe takes as many at once, so that lines of several processes do not mix. */
const CHUNK = 4096;

/** A logger that writes JSON, in the background. */
export async function createLogger({ level = "info", file }: LogOptions): Promise<Logger> {
  const { destination, pino, stdTimeFunctions } = await importPeer("pino", () => import("pino"));
  const stream = destination({ dest: file ?? 1, sync: false, mkdir: false, maxWrite: CHUNK });
  return pino({ level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, stream);
}

/** The caller's id of a request, if it is one to put in a log; else a new one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Logs requests when they have been answered, or given up. */
export function logRequests(service: FastifyInstance, models: ModelStore): void {
  service.addHook("onResponse", (request, reply, done) => {
    const { served } = models;
    service.log.info(
      {
        reqId: request.id,
        key: callerOf(request),
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 1000) / 1000,
        model: served?.name,
        version: served?.version,
        error: failureOf(request)?.type,
      },
      "request",
    );
    done();
  });
  service.addHook("onRequestAbort", (request, done) => {
    service.log.info({ reqId: request.id, key: callerOf(request), route: request.routeOptions.url }, "request aborted");
    done();
  });
}
