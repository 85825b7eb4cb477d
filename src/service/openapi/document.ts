// The OpenAPI 3.1 document of a service. @fastify/swagger would derive it from the routes once.
// Here it follows the model, which may be replaced by one with other inputs.

import { version } from "../../../package.json";
import { findExample } from "../model/example.js";
import type { ServedModel } from "../model/served-model.js";
import { describePaths, type Operation } from "./paths.js";
import { describeResponses, describeSchemas, type Schema } from "./schemas.js";

/** The document, with the members that the page reads. */
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
 * @param served undefined if no model is loaded. The document then has no records and examples
 * @param prefix of all paths, may be empty
 * @param secured whether clients need an API key
 * @param variants the models that share the requests, if several do. `served` is the first one
 * @param hasStore whether predictions are stored
 * @param explains whether predictions are explained
 */
export function describeApi(
  served: ServedModel | undefined,
  prefix: string,
  secured: boolean,
  variants?: readonly (ServedModel | undefined)[],
  hasStore: boolean = false,
  explains: boolean = false,
): ApiDocument {
  const example = served && findExample(served);
  return {
    openapi: "3.1.0",
    info: {
      title: served?.name ?? "supportvector",
      version: served?.version ?? version,
      description: [
        served?.model.info.description ?? "Predictions of a support vector regression.",
        ...(variants ? [describeVariants(variants)] : []),
      ].join(" "),
    },
    servers: [{ url: prefix || "/" }],
    ...(secured && { security: [{ apiKey: [] }, { bearer: [] }] }),
    tags: [
      { name: "predictions", description: "One record, or many." },
      { name: "service", description: "The model and the state of the service." },
      { name: "protocols", description: "The Open Inference Protocol 2, and MLflow's." },
      { name: "documentation", description: "This." },
    ],
    paths: describePaths(served, example, variants !== undefined, hasStore, explains),
    components: {
      schemas: describeSchemas(served, example, variants !== undefined, hasStore, explains),
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

function describeVariants(variants: readonly (ServedModel | undefined)[]): string {
  const loaded = variants.flatMap((served) => (served ? [`${served.variant} (${served.version})`] : []));
  return `These models share the requests: ${loaded.join(", ") || "none has loaded"}.`;
}
