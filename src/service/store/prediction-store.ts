// The store of predictions and outcomes, as the service sees it. A thread writes. Predictions wait
// for it in bounded memory and delay nobody. What exceeds the bound is not stored, and counted.

import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import type { Prediction } from "../../index.js";
import { overloaded } from "../errors/errors.js";
import { createStoreMetrics, type StoreMetrics } from "../metrics/store-metrics.js";
import type { ServedModel } from "../model/served-model.js";
import type {
  ClaimedEvent,
  ClaimRequest,
  FiringRequest,
  FiringResult,
  SettleRequest,
  TriggerRequest,
} from "./firings.js";
import type {
  FeedbackResult,
  FromThread,
  NumberedSeries,
  Outcome,
  PredictionRows,
  Question,
  Request,
  ServedVersion,
  Spans,
} from "./messages.js";
import { type CreateIds, idCreator } from "./prediction-ids.js";
import type { PromotionChange, PromotionEntry } from "./promotions.js";
import { createRowBuffer } from "./row-buffer.js";
import type { SeriesSummary } from "./summaries.js";
import { startThread, type ThreadState } from "./thread.js";
import type { Timeline } from "./timelines.js";

/** Options of a store. */
export interface StoreOptions {
  /** The path of a file of SQLite, or the URL of a database of PostgreSQL: `postgres://…`. */
  readonly location: string;
  /** Days after which predictions, outcomes and inputs are deleted. Default: 365. */
  readonly retention?: number;
  /** Whether inputs are stored as well, which are personal data. Default: false. */
  readonly inputs?: boolean;
}

/** Predictions of one model. */
interface StoredPredictions {
  readonly served: ServedModel;
  readonly predictions: readonly Prediction[];
  /** The ids of the request. */
  readonly ids: Buffer;
  /** The places of the predictions among the ids, or undefined for all of them in order. */
  readonly rows?: readonly number[];
  readonly shadow: boolean;
}

/** What triggers need of a store. All of it throws if the database does not respond. */
export interface TriggerStore {
  /** @internal Lets a trigger fire, unless it has within its cooldown. */
  fire(request: FiringRequest): Promise<FiringResult>;
  /** @internal Returns an event to deliver, if one is due. */
  claim(request: ClaimRequest): Promise<ClaimedEvent | undefined>;
  /** @internal Says what became of it. */
  settle(request: SettleRequest): Promise<void>;
  /**
   * Returns the numbers and errors of the predictions of whole minutes, by variant and version.
   *
   * @param from milliseconds since 1970. Default: the first minute
   * @param to the minute of this time is the first that is left out. Default: none
   * @param versions only these, and none of their shadows, which is faster. Default: all
   */
  summarize(from?: number, to?: number, versions?: readonly ServedVersion[]): Promise<readonly SeriesSummary[]>;
}

/** Stores predictions and outcomes. */
export interface PredictionStore extends TriggerStore {
  /** @internal */
  readonly createIds: CreateIds;
  /** @internal */
  readonly metrics: StoreMetrics;
  /** @internal */
  readonly state: ThreadState;
  /** @internal Whether `add` wants inputs. */
  readonly storesInputs: boolean;
  /**
   * @internal Adds predictions.
   *
   * @param subjectOf returns the subject of a record
   * @param inputsOf returns the inputs of a record, as JSON. Called only if inputs are stored
   */
  add(
    predictions: StoredPredictions,
    subjectOf: (i: number) => string | undefined,
    inputsOf: (i: number) => string,
  ): void;
  /**
   * @internal Stores outcomes. They are stored when the promise is fulfilled.
   *
   * @throws ServiceError `OverloadedError` if they may not be stored. Repeating them is safe
   */
  addFeedback(targets: readonly string[], outcomes: readonly Outcome[]): Promise<readonly FeedbackResult[]>;
  /**
   * Deletes all predictions of a subject with their inputs and outcomes.
   *
   * @returns the number of their ids
   */
  deleteSubject(subject: string): Promise<number>;
  /**
   * @internal Returns the minute since which all of these versions have predicted, in milliseconds
   * since 1970, or undefined if one of them has not predicted yet.
   */
  findCommonBeginning(versions: readonly ServedVersion[]): Promise<number | undefined>;
  /** @internal Returns the entries of an experiment whose ids are above this one, in order. */
  readPromotions(experiment: string, after: number): Promise<readonly PromotionEntry[]>;
  /**
   * @internal Changes which variant predicts for all subjects. Repeating it is safe.
   *
   * @returns whether the change holds
   * @throws ServiceError `OverloadedError` if it may not be stored
   */
  changePromotion(experiment: string, operator: string, change: PromotionChange): Promise<boolean>;
  /** @internal Returns the numbers and errors of predictions over time. */
  readTimelines(spans: Spans): Promise<readonly Timeline[]>;
  /** @internal Writes what waits, and closes the database. */
  close(): Promise<void>;
}

const DAY = 86_400_000;
/**
 * Milliseconds that predictions wait for others, to be written together. A transaction takes as
 * long as a hundred rows, so four times as many would take the time of some requests.
 */
const FLUSH_INTERVAL = 100;
/** Limit on the rows that are not written yet. */
const MAX_WAITING = 100_000;
/** Milliseconds that feedback, promotions and triggers wait for the database. */
const WRITE_TIMEOUT = 10_000;
/** Milliseconds that a closing service waits for the database. */
const CLOSE_TIMEOUT = 5000;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Opens the store of a service, and closes it with the service.
 *
 * @param registry gets its metrics
 * @throws Error if the database cannot be opened, or if a peer is missing
 */
export async function addStore(
  service: FastifyInstance,
  options: StoreOptions,
  registry: Registry,
): Promise<PredictionStore> {
  const store = await openStore(service.log, options, await createStoreMetrics(registry));
  service.addHook("onClose", () => store.close());
  return store;
}

/**
 * Opens a store.
 *
 * @throws Error if the database cannot be opened, or if a peer is missing
 */
async function openStore(
  log: FastifyBaseLogger,
  { location, retention = 365, inputs: storesInputs = false }: StoreOptions,
  metrics: StoreMetrics,
): Promise<PredictionStore> {
  const buffer = createRowBuffer();
  const createIds = idCreator();
  /** The first number of the series of a model, as a variant and as a shadow. */
  const numbers = [new WeakMap<ServedModel, number>(), new WeakMap<ServedModel, number>()] as const;
  /** The same by what a model says of itself. One that is loaded again is another object. */
  const firsts = new Map<string, number>();
  /** The series of all models so far. A thread that is started again does not know them. */
  const series: NumberedSeries[] = [];
  /** What is not written yet, in the order in which the thread writes. */
  const unwritten: PredictionRows[] = [];
  /** Rows of these. */
  let sent = 0;
  /** Whether the log has said that predictions are lost. */
  let isLosing = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let requests = 0;
  const waiting = new Map<number, Waiting>();
  metrics.readWaiting = () => sent + buffer.rows;

  const thread = await startThread({ location, retention: retention * DAY }, { receive, crashed, restarted });
  metrics.readIsUp = () => thread.state === "running";

  function receive(message: FromThread): void {
    if (message.kind === "response") {
      const { resolve, reject } = waiting.get(message.number) ?? {};
      waiting.delete(message.number);
      if (waiting.size === 0) thread.keepAlive(false);
      if (message.failed === undefined) resolve?.(message.result);
      else reject?.(notStored());
    } else if (message.kind === "written") {
      forget(message.stored + message.lost);
      metrics.countPredictions("stored", message.stored);
      metrics.countPredictions("lost", message.lost);
      if (sent < MAX_WAITING / 2) isLosing = false;
    } else if (message.kind === "failure") {
      log.error({ reason: message.reason }, "the store does not write, and tries again");
    } else if (message.kind === "recovery") {
      log.info("the store writes again");
    }
  }

  /** Drops rows that no longer wait, from the first one on. */
  function forget(rows: number): void {
    sent -= rows;
    for (let left = rows; left > 0; ) left -= unwritten.shift()!.rows;
  }

  function crashed(reason: string, state: ThreadState): void {
    for (const { reject } of waiting.values()) reject(notStored());
    waiting.clear();
    if (state === "restarting") {
      log.error({ reason }, "the thread of the store has ended, and is started again");
      return;
    }
    log.fatal({ reason }, "the store has ended: predictions and feedback are no longer stored");
    isClosed = true;
    flush();
    metrics.countPredictions("lost", sent);
    forget(sent);
  }

  /** Sends again what was not written. What was, although nobody said so, counts once. */
  function restarted(): void {
    metrics.countRestart();
    log.info("the store has been started again");
    thread.send({ kind: "series", added: series });
    for (const message of unwritten) thread.send(message);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (buffer.rows === 0) return;
    const message = buffer.take();
    sent += message.rows;
    unwritten.push(message);
    if (thread.state === "running") thread.send(message);
  }

  /** Returns the first number of a model's series, one for each of its targets. */
  function numberOf(served: ServedModel, shadow: boolean): number {
    const known = numbers[shadow ? 1 : 0].get(served);
    if (known !== undefined) return known;
    const { variant = "", name: model, version } = served;
    const { targets } = served.model;
    const key = JSON.stringify([variant, model, version, targets, shadow]);
    const first = firsts.get(key) ?? series.length;
    numbers[shadow ? 1 : 0].set(served, first);
    if (firsts.has(key)) return first;
    firsts.set(key, first);
    const added = targets.map((target, t) => ({ number: first + t, variant, model, version, target, shadow }));
    series.push(...added);
    if (thread.state === "running") thread.send({ kind: "series", added });
    return first;
  }

  function ask<T>(question: Question, timeout: number | undefined): Promise<T> {
    if (isClosed || thread.state !== "running") return Promise.reject(notStored());
    // Predictions that the request may be about come first.
    flush();
    const number = requests++;
    return new Promise<unknown>((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      thread.keepAlive(true);
      thread.send({ ...question, number } satisfies Request);
      if (timeout === undefined) return;
      const limit = setTimeout(() => {
        if (waiting.delete(number)) reject(notStored());
      }, timeout);
      limit.unref();
    }) as Promise<T>;
  }

  const askTrigger = <T>(request: TriggerRequest): Promise<T> => ask({ kind: "trigger", request }, WRITE_TIMEOUT);
  return {
    createIds,
    metrics,
    get state() {
      return thread.state;
    },
    storesInputs,
    add({ served, predictions, ids, rows, shadow }, subjectOf, inputsOf) {
      const { targets } = served.model;
      const added = predictions.length * targets.length;
      if (isClosed || sent + buffer.rows + added > MAX_WAITING) {
        metrics.countPredictions("lost", added);
        if (!isLosing && !isClosed) log.warn("the store is slower than the predictions, and loses some");
        isLosing = true;
        return;
      }
      const first = numberOf(served, shadow);
      for (let i = 0; i < predictions.length; i++) {
        const place = rows ? rows[i]! : i;
        const prediction = predictions[i]!;
        const subject = subjectOf(i);
        let inputs = storesInputs && !shadow ? inputsOf(i) : undefined;
        for (let t = 0; t < targets.length; t++) {
          if (buffer.isFull) flush();
          const value = typeof prediction === "number" ? prediction : prediction[targets[t]!]!;
          buffer.add(ids, place, first + t, value, subject, inputs);
          inputs = undefined;
        }
      }
      timer ??= setTimeout(flush, FLUSH_INTERVAL);
    },
    addFeedback: (targets, outcomes) => ask({ kind: "feedback", targets, outcomes }, WRITE_TIMEOUT),
    deleteSubject: (subject) => ask({ kind: "deletion", subject }, undefined),
    summarize: (from = 0, to = Number.MAX_SAFE_INTEGER, versions?) =>
      ask({ kind: "summary", from, to, versions }, undefined),
    findCommonBeginning: (versions) => ask({ kind: "beginning", versions }, undefined),
    readPromotions: (experiment, after) => ask({ kind: "promotions", experiment, after }, WRITE_TIMEOUT),
    changePromotion: (experiment, operator, change) =>
      ask({ kind: "promotion", experiment, operator, change }, WRITE_TIMEOUT),
    fire: askTrigger,
    claim: askTrigger,
    settle: askTrigger,
    readTimelines: (spans) => ask({ kind: "timelines", spans }, undefined),
    async close() {
      await ask({ kind: "closing" }, CLOSE_TIMEOUT).catch(() => {});
      isClosed = true;
      clearTimeout(timer);
      await thread.terminate();
    },
  };
}

function notStored(): Error {
  return overloaded("expected a store that writes, and it does not: send the request again, which is safe");
}
