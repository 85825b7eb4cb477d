// How many requests are being answered. They are counted by connection: a request that its caller gives up is never answered, but its connection closes,
// and one listener for a connection costs less than one for each request.

import type { Socket } from "node:net";
import type { FastifyRequest } from "fastify";

/** Counts the requests that are being answered. */
export interface InFlight {
  readonly total: number;
  enter(request: FastifyRequest): void;
  leave(request: FastifyRequest): void;
}

export function countInFlight(): InFlight {
  let total = 0;
  // Weak: the sockets of injected requests, which are no connections, never close.
  const connections = new WeakMap<Socket, { requests: number }>();

  function connect(socket: Socket): { requests: number } {
    const connection = { requests: 0 };
    connections.set(socket, connection);
    socket.once("close", () => {
      connections.delete(socket);
      total -= connection.requests;
    });
    return connection;
  }

  return {
    get total() {
      return total;
    },
    enter({ raw: { socket } }) {
      const connection = connections.get(socket) ?? connect(socket);
      connection.requests++;
      total++;
    },
    leave({ raw: { socket } }) {
      const connection = connections.get(socket);
      if (!connection) return;
      connection.requests--;
      total--;
    },
  };
}
