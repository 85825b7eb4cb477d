// What a service can be told, and what it does if it is told nothing.

import type { ApiKey } from "./access/api-keys.js";
import type { ModelSource } from "./model-store.js";

/** How often a caller may ask. */
export interface RateLimitOptions {
  /** Requests per window of one API key, or of one address where there are no keys. */
  readonly max: number;
  /** Length of a window, in milliseconds. Default: 60,000. */
  readonly window?: number;
  /** `redis://…`: counts in Redis, so that several instances share a limit. Default: in the memory of each process. */
  readonly redis?: string;
}

/** Certificate files, in PEM. */
export interface TlsOptions {
  /** Path of the certificate chain. */
  readonly cert: string;
  /** Path of the private key. */
  readonly key: string;
}

/** Where the log goes. */
export interface LogOptions {
  /** The least that is logged. Default: `info`. */
  readonly level?: "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** Path of a file that is appended to. Default: standard output. */
  readonly file?: string;
}

/** What the endpoints need to know. */
export interface EndpointOptions {
  /** Most records that one request may hold. Default: 1,000. */
  readonly maxBatchRows?: number;
  /**
   * Path of a file to which every prediction is appended with its inputs, as a line of JSON. Default: none. Inputs are personal data wherever the model's
   * are: this is the only place where the service writes them.
   */
  readonly auditFile?: string;
  /** Upper bounds of the histogram of predictions, in the target's unit. Default: 0, 0.5, 1, 2, 4, … 1,024. */
  readonly predictionBuckets?: readonly number[];
  /** What `GET /metrics` answers, in Prometheus's text format. Default: the metrics of this process. */
  readonly renderMetrics?: () => Promise<string>;
}

/** What `buildService` needs to know: nothing, for the included model on loopback. */
export interface ServiceOptions extends EndpointOptions {
  /** Path of a model file, or a loaded model. Default: the included model. */
  readonly model?: ModelSource;
  /** Keys that callers must have; `readApiKeys` reads them. Default: none, everybody may ask. */
  readonly apiKeys?: readonly ApiKey[];
  /** Default: no limit. */
  readonly rateLimit?: RateLimitOptions;
  /** Origins whose pages may read answers: `https://example.org`. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Default: plain HTTP. */
  readonly tls?: TlsOptions;
  /** Largest body, in bytes. Default: 1 MiB. */
  readonly bodyLimit?: number;
  /** Longest that a request may take to arrive, headers and body, in milliseconds. Default: 4,000. */
  readonly requestTimeout?: number;
  /** Delay of the event loop, in milliseconds, above which requests are turned away. Default: 250; 0 for never. */
  readonly maxEventLoopDelay?: number;
  /** Addresses, or subnets, of proxies whose `X-Forwarded-For` tells the caller's address. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** False for no log. Default: `info`, on standard output. */
  readonly log?: LogOptions | false;
}
