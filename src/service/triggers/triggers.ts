// The triggers of a service. Each process evaluates and delivers, and the store sees to it that one
// of them does. So triggers survive the end of any process.

import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import type { EndedWindow } from "../drift/ended-window.js";
import { createTriggerMetrics } from "../metrics/trigger-metrics.js";
import type { ModelStore } from "../model/model-store.js";
import type { PredictionStore } from "../store/prediction-store.js";
import type { TriggerContext } from "./context.js";
import { createDelivery } from "./delivery.js";
import { createEvaluation } from "./evaluation.js";
import { readRules } from "./rules.js";

/** The triggers of a service. */
export interface Triggers {
  /** Looks at a window of a model that has ended. */
  endWindow(window: EndedWindow): void;
  /** Fires what is due, and begins to deliver. */
  check(): Promise<void>;
  /** Waits for the attempts that have begun. */
  settled(): Promise<void>;
  /** Ends the attempts, which are repeated later. */
  stop(): Promise<void>;
}

/** Milliseconds between two checks. */
const INTERVAL = 1000;

export function createTriggers(context: TriggerContext): Triggers {
  const { endWindow, evaluate } = createEvaluation(context);
  const { deliver, settled, stop } = createDelivery(context);
  let isFailing = false;
  return {
    endWindow,
    async check() {
      try {
        await evaluate();
        await deliver();
        isFailing = false;
      } catch (error) {
        if (!isFailing) context.log.warn({ reason: (error as Error).message }, "triggers wait for the store");
        isFailing = true;
      }
    },
    settled,
    stop,
  };
}

/** Options of the triggers of a service. */
interface TriggerOptions {
  /** The path of the rules, or undefined for no triggers. */
  readonly triggers?: string;
  /** Set if the service counts windows. */
  readonly driftWindow?: number;
}

/**
 * Reads the triggers of a service, if it has any, and runs them until it closes.
 *
 * @param registry gets the metrics of triggers
 * @throws TriggerRulesError with all problems of the rules, Error if a peer or the store is missing
 */
export async function addTriggers(
  service: FastifyInstance,
  { triggers: file, driftWindow }: TriggerOptions,
  models: ModelStore,
  store: PredictionStore | undefined,
  registry: Registry,
): Promise<Triggers | undefined> {
  if (file === undefined) return undefined;
  if (!store) throw new Error("triggers need a store, which keeps their firings: give the option store");
  const rules = await readRules(file, process.env, driftWindow !== undefined);
  const metrics = await createTriggerMetrics(
    registry,
    rules.rules.map(({ name }) => name),
  );
  const context = { rules, models, store, log: service.log, metrics, now: Date.now, random: Math.random };
  const triggers = createTriggers(context);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const run = async (): Promise<void> => {
    await triggers.check();
    if (!isStopped) timer = setTimeout(run, INTERVAL).unref();
  };
  service.addHook("onReady", async () => void run());
  service.addHook("onClose", async () => {
    isStopped = true;
    clearTimeout(timer);
    await triggers.stop();
  });
  return triggers;
}
