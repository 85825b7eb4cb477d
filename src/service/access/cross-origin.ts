// Cross-origin resource sharing: which pages may read responses. Requests of other pages are
// processed like any other, and their browsers withhold the responses.

import type { RequestHook } from "../http/route-hooks.js";
import { importPeer } from "../peers.js";

/**
 * Returns a hook that lets pages of these origins send requests, and read responses and the headers
 * that explain a refusal.
 */
export async function allowOrigins(origins: readonly string[]): Promise<RequestHook> {
  const { default: cors } = await importPeer("cors", () => import("cors"));
  const addHeaders = cors({
    origin: [...origins],
    methods: "GET, POST",
    allowedHeaders: "Content-Type, X-API-Key, Authorization, X-Request-Id",
    exposedHeaders: "X-Request-Id, Retry-After",
    maxAge: 600,
    preflightContinue: true,
  });
  return (request, reply) => {
    const { headers, method } = request;
    // Without an Origin there is no page. Such responses need no `Vary`, since none may be stored.
    if (headers.origin === undefined) return undefined;
    const isPreflight = method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
    return (done) =>
      addHeaders(request.raw, reply.raw, (error) => (isPreflight ? reply.code(204).send() : done(error)));
  };
}
