// Shuts a service down without losing a request. `http.Server.close()` would close every connection
// between two requests, even if the next one is on its way. So the next response of a connection
// announces its end, and only silent connections are closed.

import { Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Service } from "../../service/index.js";

/** Milliseconds until all processes of this server have stopped accepting connections. */
const ACCEPTING = 100;
/** Milliseconds of silence after which a connection is closed. */
const SILENT = 1000;

/**
 * Responds to all requests that have arrived, and closes the service.
 *
 * @param grace milliseconds until all connections are closed
 * @returns whether every request got its response
 */
export async function drain(service: Service, grace: number): Promise<boolean> {
  const { server } = service;
  // `net.Server.close()` only stops accepting connections.
  const closed = new Promise<true>((resolve) => {
    Server.prototype.close.call(server, () => resolve(true));
  });
  const timers = [
    setTimeout(() => {
      server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
    }, ACCEPTING),
    setTimeout(() => {
      timers.push(setInterval(() => server.closeIdleConnections(), ACCEPTING));
    }, ACCEPTING + SILENT),
  ];
  const isComplete = await Promise.race([closed, wait(grace, false, { ref: false })]);
  for (const timer of timers) clearTimeout(timer);
  if (!isComplete) server.closeAllConnections();
  await service.close();
  return isComplete;
}
