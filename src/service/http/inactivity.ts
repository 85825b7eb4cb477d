// The timeout of connections on which no byte moves while a request is answered: their clients take
// nothing of the response.
//
// Node's own option for it, Fastify's `connectionTimeout`, starts and stops a timer for each
// request and renews it with each read and write. That takes 3 to 4 % of a request. To see it, set
// the option in server.ts instead, and run `npm run bench:service`. Most responses leave at once,
// so here the timer only starts for connections that are found within a request. It can go once
// Node's option takes no more.

import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Parts of the limit after which connections are looked at. */
const CHECKS = 10;

/**
 * Closes connections on which no byte has moved for the limit, and at most a tenth longer.
 *
 * @param event of the server, which has a connection that is ready for requests
 * @param limit in milliseconds. 0 for none
 */
export function limitInactivity(
  service: FastifyInstance,
  event: "connection" | "secureConnection",
  limit: number,
): void {
  if (limit === 0) return;
  const connections = new Set<Socket>();
  service.server.on(event, (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  const check = setInterval(() => {
    // Between two requests, connections have another timeout: Node's `keepAliveTimeout`. Node sets
    // it after each response, and none when the next request begins.
    for (const socket of connections) if (!socket.timeout) socket.setTimeout(limit);
  }, limit / CHECKS).unref();
  service.addHook("onClose", async () => clearInterval(check));
}
