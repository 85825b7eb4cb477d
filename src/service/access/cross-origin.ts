// Which pages may read answers. Requests of others are answered too, as they must be; their browsers keep the answers from them.

import type { FastifyInstance, onRequestHookHandler } from "fastify";
import { importPeer } from "../peers.js";
import type { ArrivalStep } from "../route-steps.js";

/** A step that allows the pages of these origins to ask, and to read the headers that say why they were refused. */
export async function allowOrigins(service: FastifyInstance, origins: readonly string[]): Promise<ArrivalStep> {
  const { fastifyCors } = await importPeer("@fastify/cors", () => import("@fastify/cors"));
  const options = {
    origin: [...origins],
    methods: ["GET", "POST"],
    allowedHeaders: ["Content-Type", "X-API-Key", "Authorization", "X-Request-Id"],
    exposedHeaders: ["X-Request-Id", "Retry-After"],
    maxAge: 600,
  };
  let answerPage: onRequestHookHandler = (_request, _reply, done) => done();
  const addHook = (_name: string, hook: onRequestHookHandler): void => {
    answerPage = hook;
  };
  // The plugin's hook becomes part of the step, which answers preflights of any path: its route for them is not needed.
  fastifyCors(Object.create(service, { addHook: { value: addHook }, options: { value: () => {} } }), options, () => {});
  // Only requests of pages go through the plugin, which takes longer than a prediction. Others need no `Vary` either: no answer may be stored.
  return (request, reply) =>
    request.headers.origin === undefined ? undefined : (done) => answerPage.call(service, request, reply, done);
}
