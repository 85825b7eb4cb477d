// Shadows predict what others have responded to. They begin after the response was sent, work for a
// millisecond at a time, and let the event loop run in between. What exceeds the queue is dropped,
// and a record that a shadow cannot predict is counted.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { InputError, type Prediction } from "../../index.js";
import { addRouteHooks } from "../http/route-hooks.js";
import type { ShadowMetrics } from "../metrics/shadow-metrics.js";
import type { ServedModel } from "../model/served-model.js";
import type { Variant } from "../model/variant.js";
import type { NotedPredictions, NotePredictions } from "./noted-predictions.js";

/** The queue of the shadows. */
export interface Shadows {
  /**
   * Adds predictions whose response is not sent yet.
   *
   * @param note receives the predictions of the shadows
   */
  add(noted: NotedPredictions, note: NotePredictions): void;
}

/** The records that one shadow predicts. */
interface Task {
  readonly served: ServedModel;
  readonly noted: NotedPredictions;
  readonly note: NotePredictions;
  /** Number of records that are done. */
  done: number;
  seconds: number;
  /** Places of the predicted records among those of `noted`. */
  readonly predicted: number[];
  readonly predictions: Prediction[];
}

/** Bounds the memory for records that wait. */
const MAX_WAITING = 10_000;
/** Milliseconds after which the event loop runs. */
const TURN = 1;

/** Lets shadows predict what the routes respond that are registered from now on. */
export function addShadows(service: FastifyInstance, shadows: readonly Variant[], metrics: ShadowMetrics): Shadows {
  const unsent = new WeakMap<FastifyRequest, Task[]>();
  const queue: Task[] = [];
  /** Records of the queue. */
  let waiting = 0;

  addRouteHooks(service, () => ({ response: [(request) => enqueue(unsent.get(request) ?? [])] }));
  service.addHook("onClose", async () => {
    queue.splice(0);
    waiting = 0;
  });

  function enqueue(tasks: readonly Task[]): void {
    for (const task of tasks) {
      const { served, noted } = task;
      const { length } = noted.records;
      if (waiting + length > MAX_WAITING) {
        metrics.count(served.variant!, "dropped", length);
        continue;
      }
      if (queue.length === 0) setImmediate(takeTurn);
      queue.push(task);
      waiting += length;
    }
  }

  function takeTurn(): void {
    const end = performance.now() + TURN;
    while (queue.length > 0 && performance.now() < end)
      if (runUntil(end, queue[0]!)) waiting -= queue.shift()!.noted.records.length;
    if (queue.length > 0) setImmediate(takeTurn);
  }

  /** Predicts records until `end`. Returns whether all are done. */
  function runUntil(end: number, task: Task): boolean {
    const { served, noted } = task;
    while (task.done < noted.records.length) {
      const start = performance.now();
      if (start >= end) return false;
      predictNext(task);
      task.seconds += (performance.now() - start) / 1000;
    }
    try {
      send(task);
    } catch {
      metrics.count(served.variant!, "failed", task.predictions.length);
    }
    return true;
  }

  function predictNext(task: Task): void {
    const { served, noted } = task;
    const i = task.done++;
    try {
      task.predictions.push(served.model.predict(noted.records[i] as never));
      task.predicted.push(i);
    } catch (error) {
      metrics.count(served.variant!, error instanceof InputError ? "refused" : "failed", 1);
    }
  }

  return {
    add(noted, note) {
      const tasks: Task[] = unsent.get(noted.request) ?? [];
      for (const { name, served } of shadows)
        if (served?.quantity === noted.served.quantity)
          tasks.push({ served, noted, note, done: 0, seconds: 0, predicted: [], predictions: [] });
        else metrics.count(name!, "failed", noted.records.length);
      unsent.set(noted.request, tasks);
    },
  };
}

/** Passes on what a shadow has predicted. */
function send({ served, noted, note, seconds, predicted, predictions }: Task): void {
  const { request, rows } = noted;
  if (predicted.length === 0) return;
  note({
    request,
    served,
    rows: rows ? predicted.map((i) => rows[i]!) : predicted,
    records: predicted.map((i) => noted.records[i]),
    predictions,
    seconds,
    responded: predicted.map((i) => noted.predictions[i]!),
  });
}
