// Decides when triggers fire. The store decides whether they may, so that of all processes and
// machines one fires, once per cooldown.

import { randomUUID } from "node:crypto";
import type { EndedWindow } from "../drift/ended-window.js";
import type { ServedModel } from "../model/served-model.js";
import type { FiringRequest } from "../store/firings.js";
import type { TriggerContext } from "./context.js";
import { type EventModel, writeEvent } from "./event.js";
import { measureDrift } from "./measure-drift.js";
import { measureErrors } from "./measure-errors.js";
import type { Rule } from "./rules.js";

/** Evaluates the conditions of triggers. */
export interface Evaluation {
  /** Looks at a window. The triggers fire with the next `evaluate`. */
  endWindow(window: EndedWindow): void;
  /** Fires the triggers whose condition holds. */
  evaluate(): Promise<void>;
}

/** Milliseconds between two looks at the errors. */
const ERRORS_INTERVAL = 60_000;
/** Limit on the windows that wait for the database. */
const MAX_WAITING = 1000;

export function createEvaluation({
  rules: { source, rules },
  models,
  store,
  log,
  metrics,
  now,
}: TriggerContext): Evaluation {
  /** Requests about windows, which nothing repeats. They wait for a database that is away. */
  const waiting: FiringRequest[] = [];
  /** When a trigger is next worth a question to the store. */
  const notBefore = new Map<string, number>();
  const warned = new WeakSet<ServedModel>();

  function createRequest(
    { name: trigger, condition: { kind }, cooldown }: Rule,
    served: readonly ServedModel[],
    measured: object,
    window?: FiringRequest["window"],
  ): FiringRequest {
    const [id, time] = [randomUUID(), now()];
    const event = writeEvent({
      id,
      source,
      trigger,
      condition: kind,
      time,
      models: served.map(toEventModel),
      measured,
    });
    const waitsFirst = kind === "schedule";
    return { kind: "fire", trigger, time, cooldown, waitsFirst, ...(window && { window }), id, event };
  }

  async function fire(request: FiringRequest): Promise<void> {
    const { trigger, id } = request;
    const result = await store.fire(request);
    if (!request.window) notBefore.set(trigger, result.notBefore);
    if (!result.hasFired) return;
    metrics.countFiring(trigger);
    log.info({ trigger, event: id }, "a trigger has fired");
  }

  async function evaluateErrors(due: readonly Rule[]): Promise<void> {
    if (due.length === 0) return;
    for (const { name } of due) notBefore.set(name, now() + ERRORS_INTERVAL);
    const summaries = await store.summarize();
    for (const rule of due)
      for (const served of servedModels()) {
        if (rule.condition.kind !== "errors") continue;
        warnWithoutReference(served);
        const measured = measureErrors(rule.condition, served, summaries);
        if (measured) await fire(createRequest(rule, [served], measured));
      }
  }

  function warnWithoutReference(served: ServedModel): void {
    const { model, variant, name, version } = served;
    if ((model.reference as { errors?: unknown } | undefined)?.errors !== undefined || warned.has(served)) return;
    warned.add(served);
    log.warn({ variant, version }, `${name} has no held-out errors, so no trigger fires because of its errors`);
  }

  const servedModels = (): ServedModel[] => models.variants.flatMap(({ served }) => served ?? []);

  return {
    endWindow({ served, report, ended, length }) {
      for (const rule of rules) {
        const { condition } = rule;
        const measured = condition.kind === "drift" ? measureDrift(condition, report) : undefined;
        if (condition.kind !== "drift" || !measured) continue;
        const { variant = "", name, version } = served;
        const model = JSON.stringify([variant, name, version, length]);
        const window = { model, ended, length, count: condition.windows };
        const facts = { window_ended: new Date(ended).toISOString(), window_seconds: length / 1000 };
        if (waiting.length === MAX_WAITING) waiting.shift();
        waiting.push(createRequest(rule, [served], { ...facts, windows: condition.windows, ...measured }, window));
      }
    },
    async evaluate() {
      while (waiting.length > 0) {
        await fire(waiting[0]!);
        waiting.shift();
      }
      const due = rules.filter(({ name }) => now() >= (notBefore.get(name) ?? 0));
      for (const rule of due)
        if (rule.condition.kind === "schedule")
          await fire(createRequest(rule, servedModels(), { every_seconds: rule.cooldown / 1000 }));
      await evaluateErrors(due.filter(({ condition }) => condition.kind === "errors"));
    },
  };
}

function toEventModel({ variant, name, version }: ServedModel): EventModel {
  return { ...(variant !== undefined && { variant }), name, version };
}
