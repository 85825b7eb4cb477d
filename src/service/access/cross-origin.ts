// Which pages may read answers. Requests of others are answered too, as they must be; their browsers keep the answers from them.

import type { FastifyInstance } from "fastify";
import { importPeer } from "../peers.js";

/** Allows the pages of these origins to ask, and to read the headers that say why they were refused. */
export async function allowOrigins(service: FastifyInstance, origins: readonly string[]): Promise<void> {
  const { fastifyCors } = await importPeer("@fastify/cors", () => import("@fastify/cors"));
  await service.register(fastifyCors, {
    origin: [...origins],
    methods: ["GET", "POST"],
    allowedHeaders: ["Content-Type", "X-API-Key", "Authorization", "X-Request-Id"],
    exposedHeaders: ["X-Request-Id", "Retry-After"],
    maxAge: 600,
  });
}
