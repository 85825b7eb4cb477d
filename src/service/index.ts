// The public API of the service.

export { type ApiKey, type ApiKeyEnvironment, readApiKeys } from "./access/api-keys.js";
export { checkListenAddress, type Exposure } from "./access/listen-address.js";
export type { RateLimitOptions } from "./access/rate-limit.js";
export {
  createDriftSums,
  type DriftCounts,
  type DriftExchange,
  type DriftSums,
  type DriftWindow,
} from "./drift/drift-sums.js";
export type { EndpointOptions } from "./endpoints/endpoints.js";
export type { ErrorDetails, ErrorType } from "./errors/errors.js";
export type { ServerOptions } from "./http/server.js";
export type { TlsOptions } from "./http/tls.js";
export type { TurnOptions } from "./http/turns.js";
export { createLog, type Log, type LogOptions, type LogStream } from "./log/log.js";
export { createMetrics, type Metrics } from "./metrics/metrics.js";
export type { AnyModel } from "./model/any-model.js";
export type { LoadFailure } from "./model/load-failure.js";
export type { ModelSource } from "./model/model-source.js";
export { createModelStore, loadModels, type ModelStore } from "./model/model-store.js";
export type { ServedModel } from "./model/served-model.js";
export type { SubjectSource } from "./model/subject.js";
export type { Variant } from "./model/variant.js";
export { type VariantOptions, VariantOptionsError } from "./model/variant-options.js";
export type { ServiceOptions } from "./options.js";
export { type ModelEndpointsOptions, modelEndpoints } from "./plugin.js";
export { buildService, type Service } from "./service.js";
export type { ServedVersion } from "./store/messages.js";
export type { PredictionStore, StoreOptions } from "./store/prediction-store.js";
export type { SeriesSummary } from "./store/summaries.js";
export { type RulesIssue, TriggerRulesError } from "./triggers/rules-error.js";
