// Headers that restrict what browsers do with a response: helmet's, computed once.
// @fastify/helmet would compute its policy for every request.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { importPeer } from "../peers.js";
import type { RequestHook } from "./route-hooks.js";

/**
 * Adds headers, and the request's id, to all responses that Fastify sends.
 *
 * @returns a hook that adds them to a request for which Fastify runs no others
 */
export function addHeaders(service: FastifyInstance, headers: Readonly<Record<string, string>>): RequestHook {
  const add = ({ id }: FastifyRequest, reply: FastifyReply): undefined => {
    reply.headers(headers).header("x-request-id", id);
  };
  service.addHook("onSend", (request, reply, _payload, done) => {
    add(request, reply);
    done();
  });
  return add;
}

/**
 * Returns the headers that matter for data and for a page without scripts. Helmet's other headers
 * forbid what the policy already forbids.
 *
 * @param tls whether browsers must use HTTPS from now on
 */
export async function securityHeaders(tls: boolean): Promise<Record<string, string>> {
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
