// One line per request: who asked what, how it went and how long it took. Never what was in it: no body, no query, no header but the request's id.

import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import type { Logger } from "pino";
import { callerOf } from "./access/caller.js";
import { failureOf } from "./answer-error.js";
import type { ModelStore } from "./model-store.js";
import type { LogOptions } from "./options.js";
import { importPeer } from "./peers.js";
import type { RouteHooks } from "./route-hooks.js";

/** What pino writes to. */
interface LogStream {
  write(line: string): void;
  flush(done?: (error?: Error) => void): void;
}

/** What takes lines in the end. */
interface LogFile extends LogStream {
  flushSync(): void;
}

/** Bytes that are written at once, at most: a pipe takes as many without tearing them apart, so that lines of several processes do not mix. */
const PIPE_CHUNK = 4096;
/** A file takes any number. */
const FILE_CHUNK = 65_536;

/** Milliseconds that lines wait for others, at most. A write for every line would take longer than a prediction. */
const LONGEST_WAIT = 250;

/** A logger that writes JSON, in the background. */
export async function createLogger({ level = "info", file }: LogOptions): Promise<Logger> {
  const { destination, pino } = await importPeer("pino", () => import("pino"));
  const chunk = file === undefined ? PIPE_CHUNK : FILE_CHUNK;
  // Without a least length, flushing would not wait until all is written.
  const stream = destination({ dest: file ?? 1, sync: false, minLength: 1, maxWrite: chunk });
  return pino({ level, base: { pid: process.pid } }, gatherLines(stream, chunk));
}

/** Lines that wait for others. pino's own stream can do that too, but reads all that waits again for every line. */
function gatherLines(stream: LogFile, chunk: number): LogStream {
  let lines = "";
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const pass = (): void => {
    clearTimeout(timer);
    process.off("exit", passAtExit);
    if (bytes > 0) stream.write(lines);
    lines = "";
    bytes = 0;
  };
  const passAtExit = (): void => {
    pass();
    stream.flushSync();
  };
  return {
    write(line) {
      const length = Buffer.byteLength(line);
      if (bytes + length > chunk) pass();
      if (bytes === 0) {
        timer = setTimeout(pass, LONGEST_WAIT);
        process.once("exit", passAtExit);
      }
      lines += line;
      bytes += length;
    },
    flush(done) {
      pass();
      stream.flush(done);
    },
  };
}

/** A function that gives requests ids: the caller's own, if it is fit for a log, or the next of this process. */
export function requestIds(): (request: IncomingMessage) => string {
  const process = randomBytes(8).toString("hex");
  let count = 0;
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : `${process}-${++count}`;
  };
}

/** A hook that logs requests to a route when they have been answered. */
export function logRequests(log: FastifyBaseLogger, models: ModelStore, route: string): RouteHooks {
  let { served } = models;
  // What all lines of a route have in common is written as JSON once.
  const bind = (): FastifyBaseLogger => log.child({ route, model: served?.name, version: served?.version });
  let bound = bind();
  return {
    onResponse: [
      (request, reply, done) => {
        if (served !== models.served) {
          served = models.served;
          bound = bind();
        }
        const line = {
          reqId: request.id,
          key: callerOf(request),
          method: request.method,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 1000) / 1000,
          error: failureOf(request)?.type,
        };
        bound.info(line, "request");
        done();
      },
    ],
  };
}
