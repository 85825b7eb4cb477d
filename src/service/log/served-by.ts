// Which variants predicted for a request, for its line in the log.

import type { FastifyRequest } from "fastify";
import type { ServedModel } from "../model/served-model.js";

const servedBy = new WeakMap<FastifyRequest, ServedModel | readonly ServedModel[]>();

/** Notes that a variant predicts for a request. */
export function noteServed(request: FastifyRequest, served: ServedModel): void {
  const noted = servedBy.get(request);
  if (noted === served) return;
  const all = noted === undefined ? [] : [noted].flat();
  if (!all.includes(served)) servedBy.set(request, noted === undefined ? served : [...all, served]);
}

/** Returns the variant of a request, or all if there are several. Undefined if none is noted. */
export function servedFor(request: FastifyRequest): ServedModel | readonly ServedModel[] | undefined {
  return servedBy.get(request);
}
