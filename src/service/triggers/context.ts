// What the triggers of a service are built on.

import type { FastifyBaseLogger } from "fastify";
import type { TriggerMetrics } from "../metrics/trigger-metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { TriggerStore } from "../store/prediction-store.js";
import type { Rules } from "./rules.js";

export interface TriggerContext {
  readonly rules: Rules;
  readonly models: Pick<ModelStore, "variants">;
  readonly store: TriggerStore;
  readonly log: FastifyBaseLogger;
  readonly metrics: TriggerMetrics;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
}
