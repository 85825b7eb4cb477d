// GET /monitoring and /monitoring.json: traffic, drift, errors over time, and variants.

import type { FastifyInstance } from "fastify";
import { PAGE } from "../access/page-routes.js";
import { describeState } from "../monitoring/json.js";
import { renderPage } from "../monitoring/page.js";
import { type MonitoringSources, type MonitoringState, readState } from "../monitoring/state.js";
import { STYLE } from "../monitoring/style.js";
import { DEFAULT_HOURS, MAX_HOURS } from "../monitoring/time-range.js";
import { refuseInput } from "./tables.js";

interface HoursParameter {
  Querystring: { hours?: unknown };
}

export function addMonitoring(service: FastifyInstance, sources: MonitoringSources): void {
  const read = (hours: unknown): Promise<MonitoringState> => readState(sources, readHours(hours), Date.now());
  service.get<HoursParameter>("/monitoring.json", { config: PAGE }, async ({ query: { hours } }) =>
    describeState(await read(hours)),
  );
  service.get<HoursParameter>("/monitoring", { config: PAGE }, async ({ query: { hours } }, reply) => {
    const state = await read(hours);
    reply.type("text/html; charset=utf-8");
    return renderPage(state);
  });
  service.get("/monitoring/style.css", { config: PAGE }, (_request, reply) => {
    reply.type("text/css; charset=utf-8");
    return STYLE;
  });
}

/** @throws ServiceError `InvalidInputError` */
function readHours(hours: unknown): number {
  if (hours === undefined) return DEFAULT_HOURS;
  const number = typeof hours === "string" && /^\d{1,4}$/.test(hours) ? Number(hours) : 0;
  if (number < 1 || number > MAX_HOURS) refuseInput(`hours: expected a whole number from 1 to ${MAX_HOURS}`);
  return number;
}
