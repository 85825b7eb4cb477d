// The query parameter `coverage` of predictions, which asks for intervals.

import type { FastifyRequest } from "fastify";
import { ServiceError } from "../errors/errors.js";
import type { AnyIntervals, Ends } from "../model/intervals.js";
import type { ServedModel } from "../model/served-model.js";
import { refuseInput } from "./tables.js";

/**
 * Returns the coverage that a request asks for, or undefined if it asks for none.
 *
 * @throws ServiceError `InvalidInputError` unless it is a number above 0 and below 1
 */
export function readCoverage({ query }: FastifyRequest): number | undefined {
  const { coverage } = query as { readonly coverage?: unknown };
  if (coverage === undefined) return undefined;
  const value = typeof coverage === "string" && /^0?\.\d+$/.test(coverage) ? Number(coverage) : 0;
  return value > 0 && value < 1 ? value : refuseInput("coverage: expected a number above 0 and below 1, such as 0.9");
}

/**
 * Returns what predicts intervals.
 *
 * @throws ServiceError `IntervalsMissingError`
 */
export function requireIntervals({ intervals, name, version }: ServedModel): AnyIntervals {
  if (intervals) return intervals;
  const message = `expected no coverage: the model ${name}, version ${version}, has no prediction intervals`;
  throw new ServiceError(409, "IntervalsMissingError", message);
}

/** The ends of the intervals of a batch, one for each prediction. */
export interface EndLists {
  readonly lower: Ends["lower"][];
  readonly upper: Ends["upper"][];
}

/** Writes members of a response. JSON has null for an infinite end. */
export function writeEnds({ lower, upper }: Pick<Ends, "lower" | "upper"> | EndLists, coverage: number): string {
  return `"lower":${JSON.stringify(lower)},"upper":${JSON.stringify(upper)},"coverage":${coverage},`;
}
