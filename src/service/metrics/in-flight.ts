// The number of requests in flight. Requests are counted per connection: an aborted request never
// gets a response, but its connection closes. One listener per connection also costs less than one
// per request.

import type { Socket } from "node:net";
import type { FastifyRequest } from "fastify";

/** Counts the requests in flight. */
export interface InFlight {
  readonly total: number;
  enter(request: FastifyRequest): void;
  leave(request: FastifyRequest): void;
}

export function countInFlight(): InFlight {
  let total = 0;
  // Weak, because the sockets of injected requests never close.
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
