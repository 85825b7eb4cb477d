// The HTTP server: limits, timeouts and the errors that occur before routing.

import type { Server as TlsServer } from "node:tls";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import { sendError } from "../errors/error-response.js";
import { importPeer } from "../peers.js";
import { sendClientError } from "./client-error.js";
import { limitConnections } from "./connection-limit.js";
import { limitInactivity } from "./inactivity.js";
import { requestIds } from "./request-ids.js";
import { SingleWriteResponse } from "./single-write.js";
import { readSecureContext, type TlsOptions } from "./tls.js";
import type { TakeTurns } from "./turns.js";
import { parseWholeBodies, WholeBodyRequest } from "./whole-body.js";

/** Options of the HTTP server. */
export interface ServerOptions {
  /** Default: plain HTTP. */
  readonly tls?: TlsOptions;
  /** Largest body, in bytes. Default: 1 MiB. */
  readonly bodyLimit?: number;
  /** Longest time for headers and body to arrive, in milliseconds. Default: 4,000. */
  readonly requestTimeout?: number;
  /**
   * Longest time without a byte while a request is answered, in milliseconds. A client that takes
   * no more of its response loses its connection, at most a tenth later. Default: 30,000.
   */
  readonly inactivityTimeout?: number;
  /** Most connections at a time. Further ones are closed at once. Default: 1,000. */
  readonly maxConnections?: number;
  /**
   * Addresses or subnets of proxies whose `X-Forwarded-For` holds the client's address. Default:
   * none.
   */
  readonly trustedProxies?: readonly string[];
}

/** A Fastify instance without routes. */
export interface Server {
  readonly service: FastifyInstance;
  /** Sets a hook for requests with an invalid URL. Fastify runs no other hooks for them. */
  setInvalidUrlHook(hook: onRequestHookHandler): void;
  /**
   * Reads the certificate files anew. Open connections keep their certificate. Does nothing without
   * TLS.
   *
   * @throws Error of the file system, or of OpenSSL. The old certificate then stays in use
   */
  renewCertificate(): Promise<void>;
}

/** Creates a server that does not listen yet. */
export async function createServer(
  {
    bodyLimit = 1024 * 1024,
    requestTimeout = 4000,
    inactivityTimeout = 30_000,
    maxConnections = 1000,
    tls,
    trustedProxies = [],
  }: ServerOptions,
  takeTurns: TakeTurns,
): Promise<Server> {
  const { errorCodes, fastify } = await importPeer("fastify", () => import("fastify"));
  const http = {
    IncomingMessage: WholeBodyRequest,
    ServerResponse: SingleWriteResponse,
    // For headers and body together: a client that sends a byte now and then loses its connection.
    requestTimeout,
    headersTimeout: requestTimeout,
    // Node looks for late requests at this interval. Its default of 30 s would delay every timeout.
    connectionsCheckingInterval: Math.min(250, requestTimeout),
    // Node would respond without a body. `requireHost` refuses these requests instead.
    requireHostHeader: false,
  };
  let runHooks: onRequestHookHandler = (_request, _reply, done) => done();
  const options = {
    genReqId: requestIds(),
    requestIdHeader: false as const,
    bodyLimit,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout,
    // Requests that have arrived are processed even while the server shuts down.
    return503OnClosing: false,
    forceCloseConnections: "idle" as const,
    clientErrorHandler: sendClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
      runHooks.call(service, request, reply, (refusal) => sendError(refusal ?? error, request, reply));
    },
  };
  const service: FastifyInstance = tls
    ? (fastify({
        ...options,
        https: { ...http, ...(await readSecureContext(tls)), handshakeTimeout: requestTimeout },
      }) as unknown as FastifyInstance)
    : (fastify({ ...options, http }) as unknown as FastifyInstance);
  parseWholeBodies(service, bodyLimit, () => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), takeTurns);
  limitConnections(service, maxConnections);
  limitInactivity(service, tls ? "secureConnection" : "connection", inactivityTimeout);
  // Node stops looking for late requests once a server closes.
  service.addHook("preClose", (done) => {
    setTimeout(() => service.server.closeAllConnections(), requestTimeout).unref();
    done();
  });
  // Node only understands `Expect: 100-continue` and refuses any other expectation with an empty
  // 417. RFC 9110 allows ignoring it, so the request is processed as usual.
  service.server.on("checkExpectation", (request, response) => service.server.emit("request", request, response));
  return {
    service,
    setInvalidUrlHook(hook) {
      runHooks = hook;
    },
    async renewCertificate() {
      if (tls) (service.server as unknown as TlsServer).setSecureContext(await readSecureContext(tls));
    },
  };
}
