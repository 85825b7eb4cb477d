// The metrics of the store: what became of predictions and of outcomes.

import type { Registry } from "prom-client";
import { importPeer } from "../peers.js";

/** Counts what the store does. */
export interface StoreMetrics {
  /** Returns the rows that are not written yet. */
  readWaiting: () => number;
  /** Returns whether the thread of the store runs. */
  readIsUp: () => boolean;
  /** Counts a thread that runs after a crash. */
  countRestart(): void;
  /** Counts predictions, once for each target. */
  countPredictions(result: "stored" | "lost", count: number): void;
  /** Counts outcomes. */
  countFeedback(result: string): void;
}

export async function createStoreMetrics(registry: Registry): Promise<StoreMetrics> {
  const { Counter, Gauge } = await importPeer("prom-client", () => import("prom-client"));
  const registers = [registry];
  const predictions = new Counter({
    name: "supportvector_store_predictions_total",
    help: "Predictions for the store, by what became of them, once for each target.",
    labelNames: ["result"],
    registers,
  });
  const feedback = new Counter({
    name: "supportvector_feedback_total",
    help: "Outcomes that clients sent, by what became of them.",
    labelNames: ["result"],
    registers,
  });
  const restarts = new Counter({
    name: "supportvector_store_restarts_total",
    help: "Threads of the store that were started after a crash.",
    registers,
  });
  const metrics: StoreMetrics = {
    readWaiting: () => 0,
    readIsUp: () => true,
    countRestart: () => restarts.inc(),
    countPredictions: (result, count) => predictions.inc({ result }, count),
    countFeedback: (result) => feedback.inc({ result }),
  };
  new Gauge({
    name: "supportvector_store_waiting_predictions",
    help: "Predictions that the store has not written yet, once for each target.",
    registers,
    collect() {
      this.set(metrics.readWaiting());
    },
  });
  new Gauge({
    name: "supportvector_store_up",
    help: "1 if the thread of the store runs.",
    // Over several processes: whether all of them run.
    aggregator: "min",
    registers,
    collect() {
      this.set(metrics.readIsUp() ? 1 : 0);
    },
  });
  return metrics;
}
