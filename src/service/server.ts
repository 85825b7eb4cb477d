// The server itself: what it takes at all, how long it waits, how it answers what is not even HTTP.

import { readFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import { answerError } from "./answer-error.js";
import { describeError, type ErrorType, ServiceError } from "./errors.js";
import { createLog, type Log } from "./log.js";
import type { ServiceOptions, TlsOptions } from "./options.js";
import { importPeer } from "./peers.js";
import { requestIds } from "./request-log.js";
import type { ArrivalStep } from "./route-steps.js";
import { SingleWriteResponse } from "./single-write.js";
import { readWholeBodies, WholeBodyRequest } from "./whole-body.js";

/** A Fastify instance without any route, and what it logs with. */
export interface Server {
  readonly service: FastifyInstance;
  readonly log: Log | undefined;
  /** Sets what is done with requests whose URL is none, before they are refused: Fastify runs no hooks for them. */
  stepUnroutable(hook: onRequestHookHandler): void;
}

/** Makes a server that does not listen yet. */
export async function createServer({
  bodyLimit = 1024 * 1024,
  requestTimeout = 4000,
  tls,
  trustedProxies = [],
  log: logOptions = {},
}: ServiceOptions): Promise<Server> {
  const { errorCodes, fastify } = await importPeer("fastify", () => import("fastify"));
  const log = logOptions ? await createLog(logOptions) : undefined;
  const http = {
    IncomingMessage: WholeBodyRequest,
    ServerResponse: SingleWriteResponse,
    // Headers and body together: whoever sends a byte now and then does not keep a connection.
    requestTimeout,
    headersTimeout: requestTimeout,
    // Node looks for late requests this often. Its own 30 seconds would make any timeout one of 30 seconds.
    connectionsCheckingInterval: Math.min(250, requestTimeout),
    // Node would answer without a body: a step does.
    requireHostHeader: false,
  };
  let arrive: onRequestHookHandler = (_request, _reply, done) => done();
  const options = {
    genReqId: requestIds(),
    requestIdHeader: false as const,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout,
    // What has arrived is answered, even while the server closes.
    return503OnClosing: false,
    forceCloseConnections: "idle" as const,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
      arrive.call(service, request, reply, (refusal) => answerError(refusal ?? error, request, reply));
    },
  };
  const service: FastifyInstance = tls
    ? (fastify({
        ...options,
        https: { ...http, ...(await readCertificate(tls)), handshakeTimeout: requestTimeout },
      }) as unknown as FastifyInstance)
    : (fastify({ ...options, http }) as FastifyInstance);
  readWholeBodies(service, bodyLimit, () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
  // Given to Fastify itself, it would make a logger for each request, which takes longer than all lines about it; and its lines about requests would hold
  // addresses and URLs.
  if (log) service.log = log.logger;
  // Once a server closes, Node looks for late requests no more.
  service.addHook("preClose", (done) => {
    setTimeout(() => service.server.closeAllConnections(), requestTimeout).unref();
    done();
  });
  // Added first, this hook is the last to run.
  if (log) service.addHook("onClose", (_service, done) => log.stream.flush(done));
  // Of expectations, Node knows one. Others may be left unmet; it would refuse them without a body.
  service.server.on("checkExpectation", (request, response) => service.server.emit("request", request, response));
  return {
    service,
    log,
    stepUnroutable(hook) {
      arrive = hook;
    },
  };
}

async function readCertificate({ cert, key }: TlsOptions): Promise<{ cert: Buffer; key: Buffer }> {
  return { cert: await readFile(cert), key: await readFile(key) };
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [number, ErrorType, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "RequestTimeoutError", "the request took too long to arrive"],
  HPE_HEADER_OVERFLOW: [431, "HeadersTooLargeError", "the headers are longer than this service accepts"],
};

/** A step that refuses requests without the header that every request of HTTP/1.1 has. */
export const requireHost: ArrivalStep = ({ raw: { headers, httpVersion } }) => {
  if (headers.host === undefined && httpVersion === "1.1")
    throw new ServiceError(400, "BadRequestError", "expected the header Host");
  return undefined;
};

/** Answers what Node could not read as a request, and ends the connection. */
function answerClientError(error: ConnectionError, socket: Socket): void {
  // Without a handshake there is no way to answer: an attempt would wait for it.
  if (error.code === "ECONNRESET" || error.code === "ERR_TLS_HANDSHAKE_TIMEOUT" || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const told = CLIENT_ERRORS[error.code] ?? ([400, "BadRequestError", "expected an HTTP request"] as const);
  const [status] = told;
  const body = JSON.stringify(describeError(new ServiceError(...told)));
  const headers = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}\r\n\r\n${body}`);
}
