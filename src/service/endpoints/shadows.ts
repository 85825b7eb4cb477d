// Shadows predict what others have responded to. They begin after the response was sent, work for a
// millisecond at a time, and let the event loop run in between. What exceeds the queue is dropped,
// and a record that a shadow cannot predict is counted.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { InputError, type Prediction } from "../../index.js";
import type { RouteHooks } from "../http/route-hooks.js";
import type { ShadowMetrics } from "../metrics/shadow-metrics.js";
import type { ServedModel } from "../model/served-model.js";
import type { Variant } from "../model/variant.js";
import type { NotedPredictions, NotePredictions } from "./noted-predictions.js";

/** The queue of the shadows. */
export interface Shadows {
  /** The hooks of routes whose responses shadows predict. */
  readonly hooks: RouteHooks;
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

/** What shadows will predict. A property, because a WeakMap takes as long as the rest of them. */
const UNSENT: unique symbol = Symbol("unsent");

type TaskedRequest = FastifyRequest & { [UNSENT]?: Task[] };

/** Creates the queue of a service. */
export function createShadows(service: FastifyInstance, shadows: readonly Variant[], metrics: ShadowMetrics): Shadows {
  const queue: Task[] = [];
  /** Records of the queue. */
  let waiting = 0;

  service.decorateRequest(UNSENT, undefined);
  service.addHook("onClose", async () => {
    queue.splice(0);
    waiting = 0;
  });

  function enqueue(request: TaskedRequest): void {
    for (const task of request[UNSENT] ?? []) {
      const { served, noted } = task;
      const { length } = noted.records;
      if (length === 0) continue;
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
    let now = performance.now();
    const end = now + TURN;
    while (queue.length > 0 && now < end) {
      const [task] = queue as [Task];
      const begin = now;
      do {
        predictNext(task);
        now = performance.now();
      } while (task.done < task.noted.records.length && now < end);
      task.seconds += (now - begin) / 1000;
      if (task.done < task.noted.records.length) break;
      waiting -= task.done;
      queue.shift();
      finish(task);
    }
    if (queue.length > 0) setImmediate(takeTurn);
  }

  function finish(task: Task): void {
    try {
      send(task);
    } catch {
      metrics.count(task.served.variant!, "failed", task.predictions.length);
    }
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
    hooks: { response: [enqueue] },
    add(noted, note) {
      const request: TaskedRequest = noted.request;
      const tasks = request[UNSENT] ?? [];
      for (const { name, served } of shadows)
        if (served?.quantity === noted.served.quantity)
          tasks.push({ served, noted, note, done: 0, seconds: 0, predicted: [], predictions: [] });
        else metrics.count(name!, "failed", noted.records.length);
      request[UNSENT] = tasks;
    },
  };
}

/** Passes on what a shadow has predicted. */
function send({ served, noted, note, seconds, predicted, predictions }: Task): void {
  const { request, ids, rows, records, predictions: responded } = noted;
  if (predicted.length === 0) return;
  if (predicted.length === records.length) {
    note({ request, served, ids, ...(rows && { rows }), records, predictions, seconds, responded });
    return;
  }
  note({
    request,
    served,
    ids,
    rows: rows ? predicted.map((i) => rows[i]!) : predicted,
    records: predicted.map((i) => records[i]),
    predictions,
    seconds,
    responded: predicted.map((i) => responded[i]!),
  });
}
