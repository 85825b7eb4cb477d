// Ends a server without losing a request. `server.close()` alone would: it cuts every connection that is between two requests, while the next may be on
// its way. So connections end with an answer that says so, and only those that stay silent are cut.

import { Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Service } from "../../service/index.js";

/** Until no process of this server accepts connections any more: who then connects is refused, instead of accepted and forgotten. */
const DEAF = 100;
/** How long a connection may be silent until it is cut. */
const SILENT = 1000;

/**
 * Answers what has been asked, and closes the service.
 *
 * @param grace milliseconds until connections are cut, whatever they wait for
 * @returns whether every request was answered
 */
export async function drain(service: Service, grace: number): Promise<boolean> {
  const { server } = service;
  const ended = new Promise<true>((resolve) => {
    Server.prototype.close.call(server, () => resolve(true));
  });
  const timers = [
    setTimeout(() => {
      server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
    }, DEAF),
    setTimeout(() => {
      timers.push(setInterval(() => server.closeIdleConnections(), DEAF));
    }, DEAF + SILENT),
  ];
  const answered = await Promise.race([ended, wait(grace, false, { ref: false })]);
  for (const timer of timers) clearTimeout(timer);
  if (!answered) server.closeAllConnections();
  await service.close();
  return answered;
}
