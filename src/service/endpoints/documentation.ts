// GET /openapi.json and /docs, made from the inputs of the current model.

import type { FastifyInstance } from "fastify";
import type { ServedModel } from "../model/served-model.js";
import { type ApiDocument, describeApi } from "../openapi/document.js";
import { renderPage, STYLE } from "../openapi/page.js";
import type { EndpointContext } from "./context.js";

export function addDocumentation(service: FastifyInstance, { models }: EndpointContext, secured: boolean): void {
  let described: ServedModel | undefined;
  let document: ApiDocument | undefined;
  function current(): ApiDocument {
    if (!document || described !== models.served) document = describeApi(models.served, service.prefix, secured);
    described = models.served;
    return document;
  }

  service.get("/openapi.json", () => current());
  service.get("/docs", ({ protocol, host }, reply) => {
    reply.type("text/html; charset=utf-8");
    return renderPage(current(), `${protocol}://${host}`);
  });
  service.get("/docs/style.css", (_request, reply) => {
    reply.type("text/css; charset=utf-8");
    return STYLE;
  });
}
