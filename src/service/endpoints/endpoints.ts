// All endpoints of a model.

import type { FastifyInstance, HTTPMethods } from "fastify";
import { addDriftMetrics } from "../drift/drift-metrics.js";
import type { DriftExchange } from "../drift/drift-sums.js";
import { watchDrift } from "../drift/drift-watch.js";
import { ServiceError } from "../errors/errors.js";
import type { Promotions } from "../experiment/promotions.js";
import { reportExperiment } from "../experiment/report.js";
import type { SendJson } from "../http/send-json.js";
import type { TakeTurns } from "../http/turns.js";
import { type Audit, openAudit } from "../log/audit.js";
import { rememberServed } from "../log/served-by.js";
import type { Metrics } from "../metrics/metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { PredictionStore, StoreOptions } from "../store/prediction-store.js";
import type { Triggers } from "../triggers/triggers.js";
import type { EndpointContext } from "./context.js";
import { addDocumentation } from "./documentation.js";
import { addExperiment } from "./experiment.js";
import { addExplanation } from "./explanation.js";
import { addFeedback } from "./feedback.js";
import { addHealth } from "./health.js";
import { addInvocations } from "./invocations.js";
import { addMetrics } from "./metrics.js";
import { addMonitoring } from "./monitoring.js";
import { predictionNoter } from "./note-predictions.js";
import { addOpenInference } from "./open-inference.js";
import { addPrediction } from "./prediction.js";
import type { Shadows } from "./shadows.js";
import { addSubjects } from "./subjects.js";

const METHODS: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Options of the endpoints. */
export interface EndpointOptions {
  /** Limit on the records of one request. Default: 1,000. */
  readonly maxBatchRows?: number;
  /**
   * Path of the audit file, which gets every prediction with its inputs, as a line of JSON per
   * request. Default: none. Inputs are personal data if those of the model are. The service writes
   * them nowhere else.
   */
  readonly auditFile?: string;
  /** Stores predictions, and what clients report as their outcome. Default: none. */
  readonly store?: StoreOptions;
  /**
   * Ids of the API keys of operators, who may delete subjects and promote models. Default: none.
   * Without keys, anybody may delete subjects, and nobody may promote.
   */
  readonly operators?: readonly string[];
  /** How the variants of an experiment are compared: the `ComparisonOptions` of monitoring. */
  readonly comparison?: { readonly alpha?: number; readonly effect?: number; readonly minOutcomes?: number };
  /**
   * Upper bounds of the histogram of predictions, in the unit of the target. Default: 0, 0.5, 1, 2,
   * 4, … 1,024.
   */
  readonly predictionBuckets?: readonly number[];
  /**
   * Length of a window, in milliseconds, in which inputs and predictions are counted and compared
   * with the reference of the model file. Windows end at multiples of it since 1970 in UTC, those
   * of a day at midnight. Default: none, and nothing is counted.
   */
  readonly driftWindow?: number;
  /** Path of the YAML file of triggers. Needs `store`. Default: none. */
  readonly triggers?: string;
  /**
   * Adds up the drift of several processes. Default: none, and this process counts for itself.
   */
  readonly driftExchange?: DriftExchange;
  /**
   * Returns the body of `GET /metrics`, in Prometheus's text format. Default: the metrics of this
   * process.
   */
  readonly renderMetrics?: () => Promise<string>;
}

/** What the endpoints are built on. */
export interface EndpointBasis {
  readonly models: ModelStore;
  readonly metrics: Metrics;
  readonly shadows: Shadows | undefined;
  readonly store: PredictionStore | undefined;
  /** Undefined without a store, or without several variants. */
  readonly promotions: Promotions | undefined;
  readonly triggers: Triggers | undefined;
  readonly takeTurns: TakeTurns;
  readonly sendJson: SendJson;
  /** Whether clients need an API key, for the documentation. */
  readonly secured: boolean;
}

/** What a service knows of its endpoints. */
interface AddedEndpoints {
  /** `POST /predict`, … */
  readonly endpoints: readonly string[];
  readonly audit: Audit | undefined;
}

/** Adds the endpoints of a model to a service, or to a plugin's part of one. */
export function addEndpoints(
  service: FastifyInstance,
  { models, metrics, shadows, store, promotions, triggers, takeTurns, sendJson, secured }: EndpointBasis,
  {
    auditFile,
    comparison = {},
    driftWindow,
    driftExchange,
    maxBatchRows = 1000,
    operators = [],
    renderMetrics = () => metrics.registry.metrics(),
  }: EndpointOptions,
): AddedEndpoints {
  const audit = auditFile === undefined ? undefined : openAudit(auditFile);
  service.addHook("onClose", async () => audit?.close());
  const drift =
    driftWindow === undefined
      ? undefined
      : watchDrift(models, driftWindow, service.log, triggers?.endWindow, driftExchange);
  service.addHook("onClose", async () => drift?.stop());
  if (drift) addDriftMetrics(metrics.registry, drift);
  // Fastify would accept text/plain as well. JSON must be declared as JSON.
  service.removeContentTypeParser("text/plain");

  const routes = new Map<string, { url: string; methods: HTTPMethods[] }>();
  service.addHook("onRoute", ({ url, routePath, method }) => {
    const known = routes.get(routePath)?.methods ?? [];
    routes.set(routePath, { url, methods: known.concat(method) });
  });
  if (models.assign) rememberServed(service);
  const note = predictionNoter({ models, metrics, store, audit, drift, shadows });
  const context: EndpointContext = {
    models,
    metrics,
    note,
    drift,
    store,
    takeTurns,
    sendJson,
    maxBatchRows,
    renderMetrics,
  };
  addPrediction(service, context);
  if (models.explains) addExplanation(service, context);
  addHealth(service, context);
  addMetrics(service, context);
  const readExperiment = store && promotions && (() => reportExperiment(models, store, promotions, comparison));
  addMonitoring(service, { ...context, readExperiment });
  addDocumentation(service, context, secured);
  addOpenInference(service, context);
  addInvocations(service, context);
  if (store) {
    addFeedback(service, context, store, audit);
    addSubjects(service, store, secured ? operators : undefined, audit);
  }
  if (store && promotions)
    addExperiment(service, {
      models,
      store,
      promotions,
      comparison,
      operators: secured ? operators : undefined,
      audit,
    });

  const offered = [...routes];
  for (const [path, { methods }] of offered) refuseOtherMethods(service, path, methods);
  const endpoints = offered.map(([, { url, methods }]) => `${methods[0]} ${url.replace(/:(\w+)/g, "{$1}")}`);
  return { endpoints, audit };
}

/** Adds a 405 to a path, sent before a body is read. */
function refuseOtherMethods(service: FastifyInstance, url: string, methods: readonly HTTPMethods[]): void {
  const Allow = methods.join(", ");
  const refuse = (): never => {
    throw new ServiceError(405, "MethodNotAllowedError", `expected the method ${Allow}`, {}, { Allow });
  };
  const method = METHODS.filter((name) => !methods.includes(name));
  service.route({ method, url, onRequest: refuse, handler: refuse });
}
