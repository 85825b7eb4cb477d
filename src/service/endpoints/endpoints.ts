// All endpoints, and what is told to those who ask for others.

import type { FastifyInstance, HTTPMethods } from "fastify";
import { openAudit } from "../audit.js";
import { ServiceError } from "../errors.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model-store.js";
import type { EndpointOptions } from "../options.js";
import type { EndpointContext } from "./context.js";
import { addDocumentation } from "./documentation.js";
import { addHealth } from "./health.js";
import { addInvocations } from "./invocations.js";
import { addMetrics } from "./metrics.js";
import { addOpenInference } from "./open-inference.js";
import { addPrediction } from "./prediction.js";

const METHODS: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What the endpoints are built on. */
export interface EndpointBasis {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  /** Whether callers need an API key: for the documentation. */
  readonly secured: boolean;
}

/** Adds the endpoints of a model to a service, or to a part of one. Returns what they are: `POST /predict`, … */
export function addEndpoints(
  service: FastifyInstance,
  { models, metrics, secured }: EndpointBasis,
  { auditFile, maxBatchRows = 1000, renderMetrics = () => metrics.registry.metrics() }: EndpointOptions,
): readonly string[] {
  const audit = auditFile === undefined ? undefined : openAudit(auditFile);
  service.addHook("onClose", async () => audit?.close());
  // What is declared as text is not JSON, even if it looks like it.
  service.removeContentTypeParser("text/plain");

  const routes = new Map<string, { url: string; methods: HTTPMethods[] }>();
  service.addHook("onRoute", ({ url, routePath, method }) => {
    const known = routes.get(routePath)?.methods ?? [];
    routes.set(routePath, { url, methods: known.concat(method) });
  });
  const context: EndpointContext = { models, metrics, audit, maxBatchRows, renderMetrics };
  addPrediction(service, context);
  addHealth(service, context);
  addMetrics(service, context);
  addDocumentation(service, context, secured);
  addOpenInference(service, context);
  addInvocations(service, context);

  const offered = [...routes];
  for (const [path, { methods }] of offered) refuseOtherMethods(service, path, methods);
  return offered.map(([, { url, methods }]) => `${methods[0]} ${url.replace(/:(\w+)/g, "{$1}")}`);
}

/** 405 before a body is read. */
function refuseOtherMethods(service: FastifyInstance, url: string, methods: readonly HTTPMethods[]): void {
  const Allow = methods.join(", ");
  const refuse = (): never => {
    throw new ServiceError(405, "MethodNotAllowedError", `expected the method ${Allow}`, {}, { Allow });
  };
  const method = METHODS.filter((name) => !methods.includes(name));
  service.route({ method, url, onRequest: refuse, handler: refuse });
}
