// Converts the options of the command line to the settings of the service and its processes.

import type { ServiceOptions } from "../../service/index.js";
import type { ModelFiles, Named } from "./model-values.js";

/** The options of `serve`, parsed by commander. Times are in milliseconds. */
export interface ServeOptions {
  readonly model?: ModelFiles;
  readonly split?: Named<number>;
  readonly shadow?: Named<string>;
  readonly subject?: string;
  readonly experiment?: string;
  readonly explain: boolean;
  readonly host: string;
  readonly port: number;
  readonly apiKeysFile?: string;
  readonly allowUnauthenticated: boolean;
  readonly rateLimit?: number;
  readonly rateLimitWindow?: number;
  readonly redis?: string;
  readonly allowedHost?: readonly string[];
  readonly corsOrigin?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly bodyLimit?: number;
  readonly maxBatchRows?: number;
  readonly batchTimeout?: number;
  readonly requestTimeout?: number;
  readonly inactivityTimeout?: number;
  readonly maxConnections?: number;
  readonly maxEventLoopDelay?: number;
  readonly trustedProxy?: readonly string[];
  readonly audit?: string;
  readonly driftWindow?: number;
  readonly store?: string;
  readonly retention?: number;
  readonly storeInputs: boolean;
  readonly operator?: readonly string[];
  readonly experimentAlpha?: number;
  readonly triggers?: string;
  readonly logLevel?: NonNullable<Exclude<ServiceOptions["log"], false>>["level"];
  readonly logFile?: string;
  readonly watch: boolean;
  readonly workers: number;
  readonly grace: number;
}

/** The settings of `serve`. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly apiKeysFile: string | undefined;
  readonly allowAnonymous: boolean;
  /** Paths of the model files to watch. */
  readonly watched: readonly string[];
  readonly workers: number;
  /** Milliseconds. */
  readonly grace: number;
  /** Options of the service, without the keys. */
  readonly service: ServiceOptions;
}

/** Returns the settings that the options stand for. */
export function readSettings(options: ServeOptions): Settings {
  const { model, host, port, apiKeysFile, workers, grace, rateLimit, tlsCert, tlsKey } = options;
  const service: ServiceOptions = given<ServiceOptions>({
    ...(typeof model === "object" ? { models: model } : { model }),
    split: options.split,
    shadows: options.shadow,
    subject: options.subject,
    experiment: options.experiment,
    explain: options.explain || undefined,
    rateLimit:
      rateLimit === undefined
        ? undefined
        : given({ max: rateLimit, window: options.rateLimitWindow, redis: options.redis }),
    allowedHosts: options.allowedHost,
    allowedOrigins: options.corsOrigin,
    tls: tlsCert !== undefined && tlsKey !== undefined ? { cert: tlsCert, key: tlsKey } : undefined,
    bodyLimit: options.bodyLimit,
    maxBatchRows: options.maxBatchRows,
    batchTimeout: options.batchTimeout,
    requestTimeout: options.requestTimeout,
    inactivityTimeout: options.inactivityTimeout,
    maxConnections: options.maxConnections,
    maxEventLoopDelay: options.maxEventLoopDelay,
    trustedProxies: options.trustedProxy,
    auditFile: options.audit,
    driftWindow: options.driftWindow,
    operators: options.operator,
    comparison: options.experimentAlpha === undefined ? undefined : { alpha: options.experimentAlpha },
    store:
      options.store === undefined
        ? undefined
        : given({ location: options.store, retention: options.retention, inputs: options.storeInputs }),
    triggers: options.triggers,
    log: given({ level: options.logLevel, file: options.logFile }),
  });
  const files = [typeof model === "object" ? Object.values(model) : (model ?? []), Object.values(options.shadow ?? {})];
  const watched = options.watch ? files.flat(2) : [];
  return { host, port, apiKeysFile, allowAnonymous: options.allowUnauthenticated, watched, workers, grace, service };
}

/** Leaves out undefined options, for which the service has defaults. */
function given<T extends object>(options: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
