// The options of a service, with their defaults.

import type { ApiKey } from "./access/api-keys.js";
import type { RateLimitOptions } from "./access/rate-limit.js";
import type { EndpointOptions } from "./endpoints/endpoints.js";
import type { ServerOptions } from "./http/server.js";
import type { TurnOptions } from "./http/turns.js";
import type { LogOptions } from "./log/log.js";
import type { VariantOptions } from "./model/variant-options.js";

/** Options of `buildService`. All are optional. */
export interface ServiceOptions extends EndpointOptions, ServerOptions, TurnOptions, VariantOptions {
  /** The keys of the clients, from `readApiKeys`. Default: none, and anybody may send requests. */
  readonly apiKeys?: readonly ApiKey[];
  /** Default: no limit. */
  readonly rateLimit?: RateLimitOptions;
  /**
   * Names that requests may have in the header `Host`, besides those of this machine: `localhost`,
   * names below it, 127.0.0.0/8 and `[::1]`. Default: any name, but none on loopback without keys.
   */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may read responses: `https://example.org`. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Delay of the event loop above which requests are refused, in milliseconds. 0 disables the
   * limit. Default: 250.
   */
  readonly maxEventLoopDelay?: number;
  /** False for no log. Default: level `info`, on standard output. */
  readonly log?: LogOptions | false;
}
