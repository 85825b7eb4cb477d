// GET /monitoring.json: the drift of the last window.

import type { FastifyInstance } from "fastify";
import type { EndpointContext } from "./context.js";

export function addMonitoring(service: FastifyInstance, { drift }: EndpointContext): void {
  service.get("/monitoring.json", () => {
    if (!drift) return { window_seconds: null, window_ended: null, models: [] };
    const { window, ended } = drift;
    return {
      window_seconds: window / 1000,
      window_ended: ended === undefined ? null : new Date(ended).toISOString(),
      models: drift.report().map(({ served: { variant, name, version }, report }) => ({
        ...(variant !== undefined && { variant }),
        name,
        version,
        report: report ?? null,
      })),
    };
  });
}
