// The response to input that Node cannot read as a request.

import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError } from "fastify";
import { type ErrorType, errorBody, ServiceError } from "../errors/errors.js";

const FROM_NODE: Readonly<Record<string, readonly [number, ErrorType, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "RequestTimeoutError", "the request took too long to arrive"],
  HPE_HEADER_OVERFLOW: [431, "HeadersTooLargeError", "the headers exceed the limit of this service"],
};

/** Sends an error and closes the connection: Fastify's `clientErrorHandler`. */
export function sendClientError(error: ConnectionError, socket: Socket): void {
  // Without a TLS handshake no response is possible. Writing one would wait for the handshake.
  if (error.code === "ECONNRESET" || error.code === "ERR_TLS_HANDSHAKE_TIMEOUT" || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const sent = FROM_NODE[error.code] ?? ([400, "BadRequestError", "expected an HTTP request"] as const);
  const [status] = sent;
  const body = JSON.stringify(errorBody(new ServiceError(...sent)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
