// Headers that tell browsers what not to do with an answer: helmet's, worked out once, and written as they stand. (@fastify/helmet builds its policy anew for
// every request.)

import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { importPeer } from "./peers.js";
import type { ArrivalStep } from "./route-steps.js";
import { SingleWriteResponse } from "./single-write.js";

/**
 * A step that adds the headers, and the request's id.
 *
 * @param tls whether browsers are to insist on HTTPS from now on
 */
export async function addSecurityHeaders(tls: boolean): Promise<ArrivalStep> {
  const headers = await securityHeaders(tls);
  const ready = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return ({ id }, reply) => {
    const { raw } = reply;
    // Injected requests have answers of another class. An id holds nothing that a header must not (request-log.ts).
    if (SingleWriteResponse.takesReadyLines && raw instanceof SingleWriteResponse)
      raw.readyLines = `${ready}x-request-id: ${id}\r\n`;
    else reply.headers(headers).header("x-request-id", id);
    return undefined;
  };
}

/** Those that matter for data, and for a page without scripts. Others forbid what the policy forbids already. */
async function securityHeaders(tls: boolean): Promise<Record<string, string>> {
  const { contentSecurityPolicy, strictTransportSecurity, xContentTypeOptions } = await importPeer(
    "helmet",
    () => import("helmet"),
  );
  const none = ["'none'"];
  const directives = { defaultSrc: none, styleSrc: ["'self'"], baseUri: none, formAction: none, frameAncestors: none };
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const middlewares = [
    contentSecurityPolicy({ useDefaults: false, directives }),
    xContentTypeOptions(),
    ...(tls ? [strictTransportSecurity()] : []),
  ];
  for (const addHeader of middlewares) addHeader(request, response, () => {});
  return { ...(response.getHeaders() as Record<string, string>), "cache-control": "no-store" };
}
