// Which variants predicted for a request, for its line in the log.

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServedModel } from "../model/served-model.js";

/** A property, because a WeakMap takes as long as the rest of an assignment. */
const SERVED: unique symbol = Symbol("served");

type NotedRequest = FastifyRequest & { [SERVED]?: ServedModel | readonly ServedModel[] };

/** Adds the variants as a property to all requests. */
export function rememberServed(service: FastifyInstance): void {
  service.decorateRequest(SERVED, undefined);
}

/** Notes that a variant predicts for a request. */
export function noteServed(request: NotedRequest, served: ServedModel): void {
  const noted = request[SERVED];
  if (noted === served) return;
  const all = noted === undefined ? [] : [noted].flat();
  if (!all.includes(served)) request[SERVED] = noted === undefined ? served : [...all, served];
}

/** Returns the variant of a request, or all if there are several. Undefined if none is noted. */
export function servedFor(request: NotedRequest): ServedModel | readonly ServedModel[] | undefined {
  return request[SERVED];
}
