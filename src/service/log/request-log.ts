// One line per request: caller, route, status and duration. Never the contents of the request: no
// body, no query, and no header but the request's id.
//
// The line equals pino's, in pino's order. It is written here because pino takes longer for it than
// a prediction.

import { callerOf } from "../access/caller.js";
import { sentError } from "../errors/error-response.js";
import type { ResponseHook } from "../http/route-hooks.js";
import type { ModelStore } from "../model/model-store.js";
import type { ServedModel } from "../model/served-model.js";
import { unixTime, writeMilliseconds } from "../timestamp.js";
import type { Log } from "./log.js";
import { servedFor } from "./served-by.js";

/** Returns a hook that logs requests to a route, or undefined if the level excludes them. */
export function logRequests(
  { logger, stream }: Pick<Log, "logger" | "stream">,
  models: ModelStore,
  route: string,
): ResponseHook | undefined {
  if (!logger.isLevelEnabled("info")) return undefined;
  const bind = (model?: object): string => `,${membersOf({ pid: process.pid, route, ...model })},"reqId":"`;
  const unbound = bind();
  // What all lines of a route and a model share is written as JSON once.
  const bounds = new WeakMap<ServedModel, string>();
  const boundTo = (served: ServedModel): string => {
    const bound = bounds.get(served) ?? bind({ model: served.name, version: served.version, variant: served.variant });
    bounds.set(served, bound);
    return bound;
  };
  return (request, reply, elapsed) => {
    const served = models.assign ? servedFor(request) : models.served;
    let bound = unbound;
    if (served) bound = "model" in served ? boundTo(served) : bind({ variants: served.map(({ variant }) => variant) });
    const caller = callerOf(request);
    const key = caller === undefined ? "" : `,"key":${caller.json}`;
    const sent = reply.statusCode < 400 ? undefined : sentError(request);
    const error = sent ? `,"error":"${sent.type}"` : "";
    // JSON escapes no character of ids (http/request-ids.ts), methods and error types.
    const who = `${bound}${request.id}"${key},"method":"${request.method}"`;
    const what = `"status":${reply.statusCode},"ms":${writeMilliseconds(elapsed)}${error}`;
    // 30 is pino's number for the level.
    stream.write(`{"level":30,"time":${unixTime()}${who},${what},"msg":"request"}\n`);
  };
}

function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}
