// GET /metrics, for Prometheus.

import type { FastifyInstance } from "fastify";
import type { EndpointContext } from "./context.js";

export function addMetrics(service: FastifyInstance, { metrics, renderMetrics }: EndpointContext): void {
  service.get("/metrics", async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return renderMetrics();
  });
}
