// One line per request: who asked what, how it went and how long it took. Never what was in it: no body, no query, no header but the request's id.
//
// The line is what pino would write, in the order in which it would, but put together here: pino takes longer over it than a prediction takes.

import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { callerOf } from "./access/caller.js";
import { failureOf } from "./answer-error.js";
import type { Log } from "./log.js";
import type { ModelStore } from "./model-store.js";
import type { AnswerStep } from "./route-steps.js";
import { unixTime } from "./timestamp.js";

/** A function that gives requests ids: the caller's own, if it is fit for a log, or the next of this process. */
export function requestIds(): (request: IncomingMessage) => string {
  const process = randomBytes(8).toString("hex");
  let count = 0;
  return ({ headers }) => {
    const given = headers["x-request-id"];
    return typeof given === "string" && /^[\w.-]{8,64}$/.test(given) ? given : `${process}-${++count}`;
  };
}

/** A step that logs requests to a route when they have been answered; undefined if the log leaves them out. */
export function logRequests({ logger, stream }: Log, models: ModelStore, route: string): AnswerStep | undefined {
  if (!logger.isLevelEnabled("info")) return undefined;
  let { served } = models;
  // What all lines of a route have in common is written as JSON once.
  const bind = (): string => membersOf({ pid: process.pid, route, model: served?.name, version: served?.version });
  let bound = bind();
  return (request, reply, elapsed) => {
    if (served !== models.served) {
      served = models.served;
      bound = bind();
    }
    const caller = callerOf(request);
    const key = caller === undefined ? "" : `,"key":${caller.json}`;
    const failure = failureOf(request);
    const error = failure ? `,"error":"${failure.type}"` : "";
    const ms = Math.round(elapsed * 1000) / 1000;
    // Ids (see above), methods and types of errors hold nothing that JSON would escape.
    const what = `"reqId":"${request.id}"${key},"method":"${request.method}","status":${reply.statusCode},"ms":${ms}${error}`;
    stream.write(`{"level":${INFO},"time":${unixTime()},${bound},${what},"msg":"request"}\n`);
  };
}

/** pino's number. */
const INFO = 30;

function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}
