// GET /openapi.json and /docs, made from the inputs of the first model.

import type { FastifyInstance } from "fastify";
import { PAGE } from "../access/page-routes.js";
import type { ServedModel } from "../model/served-model.js";
import { type ApiDocument, describeApi } from "../openapi/document.js";
import { renderPage, STYLE } from "../openapi/page.js";
import { servingVariants } from "./assignment.js";
import type { EndpointContext } from "./context.js";

export function addDocumentation(service: FastifyInstance, { models, store }: EndpointContext, secured: boolean): void {
  let described: readonly (ServedModel | undefined)[] = [];
  let document: ApiDocument | undefined;
  function current(): ApiDocument {
    const served = servingVariants(models).map((variant) => variant.served);
    if (!document || served.some((each, i) => each !== described[i]))
      document = describeApi(
        served[0],
        service.prefix,
        secured,
        models.assign && served,
        store !== undefined,
        models.explains,
      );
    described = served;
    return document;
  }

  service.get("/openapi.json", { config: PAGE }, () => current());
  service.get("/docs", { config: PAGE }, ({ protocol, host }, reply) => {
    reply.type("text/html; charset=utf-8");
    return renderPage(current(), `${protocol}://${host}`);
  });
  service.get("/docs/style.css", { config: PAGE }, (_request, reply) => {
    reply.type("text/css; charset=utf-8");
    return STYLE;
  });
}
