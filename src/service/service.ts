// A Fastify instance with the endpoints of a model and the protections of a public service.

import type { FastifyInstance, RouteOptions } from "fastify";
import { loadExplainer } from "../explain/index.js";
import { restrictHosts } from "./access/allowed-hosts.js";
import type { ApiKey } from "./access/api-keys.js";
import { authorize, authorizeReader, identifyByKey } from "./access/authentication.js";
import { identityOf } from "./access/caller.js";
import { allowOrigins } from "./access/cross-origin.js";
import { isOpen } from "./access/open-routes.js";
import { isPage } from "./access/page-routes.js";
import { limitRate } from "./access/rate-limit.js";
import { addEndpoints } from "./endpoints/endpoints.js";
import { refuseUnknownRoutes } from "./endpoints/not-found.js";
import { createShadows } from "./endpoints/shadows.js";
import { sendError } from "./errors/error-response.js";
import { followPromotions } from "./experiment/promotions.js";
import { limitPressure } from "./http/back-pressure.js";
import { requireHost } from "./http/required-host.js";
import { addRouteHooks, joinHooks, type RouteHooks, toFastifyHook } from "./http/route-hooks.js";
import { addHeaders, securityHeaders } from "./http/security-headers.js";
import { sendDirectly } from "./http/send-json.js";
import { createServer, type Server } from "./http/server.js";
import { createTurns, type TakeTurns } from "./http/turns.js";
import { createLog, type Log } from "./log/log.js";
import { logRequests } from "./log/request-log.js";
import { createMetrics, type Metrics } from "./metrics/metrics.js";
import type { ModelSource } from "./model/model-source.js";
import { loadModels, type ModelStore } from "./model/model-store.js";
import { checkVariantOptions } from "./model/variant-options.js";
import type { ServiceOptions } from "./options.js";
import { addStore, type PredictionStore } from "./store/prediction-store.js";
import { addTriggers } from "./triggers/triggers.js";

/** A service that is ready to listen. */
export interface Service extends FastifyInstance {
  /** The store of the models. `models.reload()` replaces them. */
  readonly models: ModelStore;
  readonly metrics: Metrics;
  /** Undefined if predictions are not stored. */
  readonly store: PredictionStore | undefined;
  /**
   * Opens the log and the audit file anew, after a rotation has renamed them.
   *
   * @throws Error of the file system. The file that cannot be opened stays as it was
   */
  reopenFiles(): void;
  /**
   * Replaces all API keys.
   *
   * @throws Error if there are none, or if the service was built without any
   */
  replaceApiKeys(keys: readonly ApiKey[]): void;
  /**
   * Reads the certificate files anew. Open connections keep their certificate.
   *
   * @throws Error of the file system or of OpenSSL. The old certificate then stays in use
   */
  renewCertificate(): Promise<void>;
}

/**
 * Builds a service. It also starts with a model that does not load. Then `GET /health` gives the
 * reason, and predictions are refused.
 *
 * @returns a Fastify instance that is ready and does not listen yet
 * @throws VariantOptionsError with all problems of the options about models
 * @throws Error that names the package to install, if an optional peer is missing
 * @throws Error that names models which predict something else than the others
 * @example
 * const service = await buildService({ model: "model.json" });
 * await service.listen({ port: 5000 });
 */
export async function buildService(options: ServiceOptions = {}): Promise<Service> {
  checkVariantOptions(options);
  const takeTurns = createTurns(options, identityOf);
  const server = await createServer(options, takeTurns);
  try {
    const { log = {} } = options;
    return await equip(server, takeTurns, log ? await createLog(log) : undefined, options);
  } catch (error) {
    // An open connection to Redis, for example, would keep the process alive.
    await server.service.close();
    throw error;
  }
}

/** Adds the model, the endpoints and the protections. */
async function equip(
  { service, setInvalidUrlHook, renewCertificate }: Server,
  takeTurns: TakeTurns,
  log: Log | undefined,
  options: ServiceOptions,
): Promise<Service> {
  const { apiKeys = [], rateLimit, allowedHosts, allowedOrigins = [], tls, maxEventLoopDelay = 250 } = options;
  // Set here instead of passed as an option. With that option, Fastify adds a logger and two
  // listeners to every request, which takes more than 5 % of the request: see it by
  // `npm run bench:service`. Its messages about requests would also hold addresses and URLs. Can go
  // once Fastify skips both for requests that are not logged.
  if (log) service.log = log.logger;
  // Fastify runs these hooks in reverse order, so the first one runs last.
  if (log) service.addHook("onClose", (_service, done) => log.stream.flush(done));
  const models = await loadModels(
    service.log,
    options.models ? options : { ...options, model: await modelOf(options) },
  );
  const metrics = await createMetrics(models, options.predictionBuckets);
  const store = options.store && (await addStore(service, options.store, metrics.registry));
  const promotions = store && models.assign && (await followPromotions(service, models, store));
  const triggers = await addTriggers(service, options, models, store, metrics.registry);
  const shadows = metrics.shadows && createShadows(service, models.shadows, metrics.shadows);

  service.setErrorHandler(sendError);
  const secured = apiKeys.length > 0;
  const callers = secured ? identifyByKey(service, apiKeys) : undefined;
  const hosts = restrictHosts(service, secured, allowedHosts);
  const headers = await securityHeaders(tls !== undefined);
  const addAllHeaders = addHeaders(service, headers);
  const origins = {
    request: [
      ...(allowedOrigins.length > 0 ? [await allowOrigins(allowedOrigins)] : []),
      requireHost,
      ...(hosts ? [hosts] : []),
    ],
  };
  const pressure = maxEventLoopDelay > 0 ? [await limitPressure(service, maxEventLoopDelay)] : [];
  const rate = rateLimit ? [await limitRate(service, rateLimit)] : [];
  // The rate limit counts by key, so the key is read before. Whether a key is needed is decided
  // after it, so that guessing keys is limited as well.
  const limits = { request: [...pressure, ...(callers ? [callers.identify] : []), ...rate] };
  const protections = joinHooks(limits, { request: secured ? [authorize] : [] });
  const pages = { request: [...pressure, ...(callers ? [callers.identifyReader, ...rate, authorizeReader] : rate)] };
  const protectionsOf = (route: RouteOptions): RouteHooks => {
    if (isOpen(route)) return {};
    return isPage(route) ? pages : protections;
  };
  const observe = (route: string): RouteHooks => {
    const logRequest = log && logRequests(log, models, route);
    const logging = { response: logRequest ? [logRequest] : [] };
    return joinHooks(metrics.observe(route), logging, shadows?.hooks ?? {}, origins);
  };
  addRouteHooks(service, (route) => joinHooks(observe(route.url), protectionsOf(route)));
  const sendJson = sendDirectly(headers);
  const basis = { models, metrics, shadows, store, promotions, triggers, takeTurns, sendJson, secured };
  const { endpoints, audit } = addEndpoints(service, basis, options);
  const unrouted = joinHooks(observe("none"), limits);
  await refuseUnknownRoutes(service, endpoints, unrouted);
  setInvalidUrlHook(toFastifyHook(joinHooks({ request: [addAllHeaders] }, unrouted)));

  service.decorate("models", models).decorate("metrics", metrics).decorate("store", store);
  service.decorate("renewCertificate", renewCertificate);
  service.decorate("reopenFiles", () => {
    try {
      log?.reopen();
    } finally {
      audit?.reopen();
    }
  });
  service.decorate("replaceApiKeys", (keys: readonly ApiKey[]) => {
    if (!callers || keys.length === 0)
      throw new Error("expected API keys in place of others: a service without keys needs a restart");
    callers.replaceKeys(keys);
  });
  await service.ready();
  return service as unknown as Service;
}

/** Returns the model of the options, or the included one. */
async function modelOf({ model, explain }: ServiceOptions): Promise<ModelSource> {
  if (model) return model;
  const included = await import("../absenteeism/index.js");
  return explain ? loadExplainer(included.modelFile) : included.model;
}
