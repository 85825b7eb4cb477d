// The service's public API.

export { type ApiKey, type ApiKeyEnvironment, readApiKeys } from "./access/api-keys.js";
export { checkListenAddress, type Exposure } from "./access/listen-address.js";
export type { ErrorDetails, ErrorType } from "./errors.js";
export type { LoadFailure } from "./load-failure.js";
export { createLog, type Log, type LogStream } from "./log.js";
export { createMetrics, type Metrics } from "./metrics/metrics.js";
export { createModelStore, type ModelSource, type ModelStore } from "./model-store.js";
export type { EndpointOptions, LogOptions, RateLimitOptions, ServiceOptions, TlsOptions } from "./options.js";
export { type ModelEndpointsOptions, modelEndpoints } from "./plugin.js";
export type { AnyModel, ServedModel } from "./served-model.js";
export { buildService, type Service } from "./service.js";
