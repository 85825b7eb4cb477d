// The OpenAPI 3.1 document of a service. Not put together from Fastify's routes, as @fastify/swagger does once and for all: the model may be replaced by
// one with other inputs, and the document follows it.

import { version } from "../../../package.json";
import type { ServedModel } from "../served-model.js";
import { findExample } from "./example.js";
import { describePaths, type Operation } from "./paths.js";
import { describeResponses, describeSchemas, type Schema } from "./schemas.js";

/** As far as the page looks into it; the rest is data. */
export interface ApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly [{ readonly url: string }];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Record: Schema }; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/**
 * Describes a service.
 *
 * @param served undefined if no model has loaded: then records and examples are not described
 * @param prefix of all paths; may be empty
 * @param secured whether callers need an API key
 */
export function describeApi(served: ServedModel | undefined, prefix: string, secured: boolean): ApiDocument {
  const example = served && findExample(served);
  return {
    openapi: "3.1.0",
    info: {
      title: served?.name ?? "supportvector",
      version: served?.version ?? version,
      description: served?.model.info.description ?? "Predictions of a support vector regression.",
    },
    servers: [{ url: prefix || "/" }],
    ...(secured && { security: [{ apiKey: [] }, { bearer: [] }] }),
    tags: [
      { name: "predictions", description: "One record, or many." },
      { name: "service", description: "The model and the state of the service." },
      { name: "protocols", description: "The Open Inference Protocol 2, and MLflow's." },
      { name: "documentation", description: "This." },
    ],
    paths: describePaths(served, example),
    components: {
      schemas: describeSchemas(served, example),
      responses: describeResponses(),
      ...(secured && {
        securitySchemes: {
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
          bearer: { type: "http", scheme: "bearer" },
        },
      }),
    },
  };
}
