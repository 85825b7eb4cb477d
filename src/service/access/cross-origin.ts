// Cross-origin resource sharing: which pages may read responses. Requests of other pages are
// processed like any other, and their browsers withhold the responses.

import type { RequestHook } from "../http/route-hooks.js";
import { importPeer } from "../peers.js";

/** What browsers send as `Origin`: scheme, host and port in lower case. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^\sA-Z*/?#@]+$/;

/**
 * Returns a hook that lets pages of these origins send requests, and read responses and the headers
 * that explain a refusal.
 *
 * @throws Error for a text that no browser sends as an origin, such as one with a wildcard
 */
export async function allowOrigins(origins: readonly string[]): Promise<RequestHook> {
  const wrong = origins.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined)
    throw new Error(`expected origins such as https://app.example.org, got "${wrong}": list each one exactly`);
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
