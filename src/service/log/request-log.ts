// One line per request: caller, route, status and duration. Never the contents of the request: no
// body, no query, and no header but the request's id.
//
// The line equals pino's, in pino's order. It is written here because pino takes longer for it than
// a prediction.

import { callerOf } from "../access/caller.js";
import { sentError } from "../errors/error-response.js";
import type { ResponseHook } from "../http/route-hooks.js";
import type { ModelStore } from "../model/model-store.js";
import { unixTime } from "../timestamp.js";
import type { Log } from "./log.js";

/** Returns a hook that logs requests to a route, or undefined if the level excludes them. */
export function logRequests({ logger, stream }: Log, models: ModelStore, route: string): ResponseHook | undefined {
  if (!logger.isLevelEnabled("info")) return undefined;
  let { served } = models;
  // The members that all lines of a route share are written as JSON once.
  const bind = (): string => membersOf({ pid: process.pid, route, model: served?.name, version: served?.version });
  let bound = bind();
  return (request, reply, elapsed) => {
    if (served !== models.served) {
      served = models.served;
      bound = bind();
    }
    const caller = callerOf(request);
    const key = caller === undefined ? "" : `,"key":${caller.json}`;
    const sent = reply.statusCode < 400 ? undefined : sentError(request);
    const error = sent ? `,"error":"${sent.type}"` : "";
    const ms = Math.round(elapsed * 1000) / 1000;
    // JSON escapes no character of ids (http/request-ids.ts), methods and error types.
    const what = `"reqId":"${request.id}"${key},"method":"${request.method}","status":${reply.statusCode},"ms":${ms}${error}`;
    stream.write(`{"level":${INFO},"time":${unixTime()},${bound},${what},"msg":"request"}\n`);
  };
}

/** pino's number for the level. */
const INFO = 30;

function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}
