// The limit on the connections of a process. Each takes memory, and one of the process's files.

import type { FastifyInstance } from "fastify";

/** Closes connections above the limit at once. The log has one line until there is room again. */
export function limitConnections(service: FastifyInstance, limit: number): void {
  const { server } = service;
  server.maxConnections = limit;
  let isFull = false;
  server.on("connection", () => {
    isFull = false;
  });
  server.on("drop", () => {
    if (!isFull) service.log.warn({ limit }, "connections above the limit are closed");
    isFull = true;
  });
}
