// The metrics of triggers: how often they fired, and what became of their events.

import type { Registry } from "prom-client";
import { importPeer } from "../peers.js";

/** Counts what triggers do. */
export interface TriggerMetrics {
  countFiring(trigger: string): void;
  /** Counts an attempt to deliver an event. */
  countAttempt(trigger: string, result: "delivered" | "failed" | "refused"): void;
}

/** @param triggers have their counters from the start, as Prometheus prefers */
export async function createTriggerMetrics(registry: Registry, triggers: readonly string[]): Promise<TriggerMetrics> {
  const { Counter } = await importPeer("prom-client", () => import("prom-client"));
  const registers = [registry];
  const firings = new Counter({
    name: "supportvector_trigger_firings_total",
    help: "Firings of triggers.",
    labelNames: ["trigger"],
    registers,
  });
  const attempts = new Counter({
    name: "supportvector_trigger_attempts_total",
    help: "Attempts to deliver the events of triggers, by what became of them.",
    labelNames: ["trigger", "result"],
    registers,
  });
  for (const trigger of triggers) {
    firings.inc({ trigger }, 0);
    for (const result of ["delivered", "failed", "refused"]) attempts.inc({ trigger, result }, 0);
  }
  return {
    countFiring: (trigger) => firings.inc({ trigger }),
    countAttempt: (trigger, result) => attempts.inc({ trigger, result }),
  };
}
