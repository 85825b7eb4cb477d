// Headers that restrict what browsers do with a response: helmet's, computed once.
// @fastify/helmet would compute its policy for every request.

import type { IncomingMessage, ServerResponse } from "node:http";
import { importPeer } from "../peers.js";
import type { RequestHook } from "./route-hooks.js";

/**
 * Returns a hook that adds the headers, and the request's id.
 *
 * @param tls whether browsers must use HTTPS from now on
 */
export async function addSecurityHeaders(tls: boolean): Promise<RequestHook> {
  const headers = await securityHeaders(tls);
  return ({ id }, reply) => {
    reply.headers(headers).header("x-request-id", id);
    return undefined;
  };
}

/**
 * Returns the headers that matter for data and for a page without scripts. Helmet's other headers
 * forbid what the policy already forbids.
 */
async function securityHeaders(tls: boolean): Promise<Record<string, string>> {
  const { contentSecurityPolicy, strictTransportSecurity, xContentTypeOptions } = await importPeer(
    "helmet",
    () => import("helmet"),
  );
  const none = ["'none'"];
  const directives = { defaultSrc: none, styleSrc: ["'self'"], baseUri: none, formAction: none, frameAncestors: none };
  const headers: Record<string, string> = {};
  const response = {
    setHeader(name: string, value: string) {
      headers[name.toLowerCase()] = value;
    },
  };
  const middlewares = [
    contentSecurityPolicy({ useDefaults: false, directives }),
    xContentTypeOptions(),
    ...(tls ? [strictTransportSecurity()] : []),
  ];
  for (const addHeader of middlewares)
    addHeader({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return { ...headers, "cache-control": "no-store" };
}
