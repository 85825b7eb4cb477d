// Writes what the service sends. All that waits goes into one transaction, so many requests share
// the time of its commit.

import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type { Database } from "./database.js";
import { performTrigger } from "./firings.js";
import type { FromThread, NumberedSeries, PredictionRows, Request, ToThread } from "./messages.js";
import { changePromotion, readPromotions } from "./promotions.js";
import { deleteOld } from "./retention.js";
import { findSeries } from "./series.js";
import { deleteSubject, type HashSubject } from "./subjects.js";
import { findCommonBeginning, summarize } from "./summaries.js";
import { createSums } from "./sums.js";
import { readTimelines } from "./timelines.js";
import { feedbackWriter } from "./write-feedback.js";
import { type KnownSeries, predictionWriter } from "./write-predictions.js";

type Feedback = Request & { readonly kind: "feedback" };

/** Milliseconds until a failed transaction is tried again. */
const RETRY_DELAY = 500;
/** Attempts to write predictions. Those that a full disk does not take are lost then. */
const MAX_ATTEMPTS = 60;

/** Writes messages in their order. */
export interface StoreWriter {
  receive(message: ToThread): void;
  /** Deletes what is older than the retention. */
  clean(): void;
}

/**
 * Creates a writer.
 *
 * @param retention in milliseconds
 */
export function createWriter(
  database: Database,
  hashSubject: HashSubject,
  retention: number,
  send: (message: FromThread) => void,
): StoreWriter {
  const writePredictions = predictionWriter(database.bytes, hashSubject);
  const writeFeedback = feedbackWriter();
  /** By the numbers of the service. */
  const known: KnownSeries[] = [];
  /** Series whose numbers in the database are not known yet. */
  let added: NumberedSeries[] = [];
  let predictions: PredictionRows[] = [];
  let feedback: Feedback[] = [];
  let tasks: (() => Promise<void>)[] = [];
  let isRunning = false;
  let isClosed = false;
  let attempts = 0;

  async function run(): Promise<void> {
    isRunning = true;
    while (!isClosed && (predictions.length > 0 || feedback.length > 0 || tasks.length > 0)) {
      // Taken first, so that a task sees all that was sent before it.
      const waiting = tasks;
      tasks = [];
      await writeArrived();
      for (const task of waiting) await task();
    }
    isRunning = false;
  }

  async function writeArrived(): Promise<void> {
    // Lets all messages arrive that were sent during the last transaction.
    await nextTurn();
    await writeAll();
  }

  /** Writes all predictions and outcomes that wait, in one transaction. */
  async function writeAll(): Promise<void> {
    const [rows, outcomes] = [predictions, feedback];
    if (rows.length === 0 && outcomes.length === 0) return;
    predictions = [];
    feedback = [];
    const count = rows.reduce((sum, message) => sum + message.rows, 0);
    try {
      const results = await write(rows, outcomes);
      added = [];
      for (const [i, { number }] of outcomes.entries()) send({ kind: "response", number, result: results[i] });
      if (count > 0) send({ kind: "written", stored: count, lost: 0 });
      if (attempts > 0) send({ kind: "recovery" });
      attempts = 0;
    } catch (error) {
      const reason = (error as Error).message;
      attempts++;
      if (attempts === 1) send({ kind: "failure", reason });
      for (const { number } of outcomes) send({ kind: "response", number, failed: reason });
      if (attempts % MAX_ATTEMPTS === 0 && count > 0) send({ kind: "written", stored: 0, lost: count });
      else predictions = [...rows, ...predictions];
      if (predictions.length > 0) await wait(RETRY_DELAY);
    }
  }

  function write(rows: readonly PredictionRows[], outcomes: readonly Feedback[]): Promise<unknown[]> {
    const isDurable = outcomes.length > 0;
    return database.write(isDurable, async (connection) => {
      const sums = createSums();
      for (const series of added)
        known[series.number] = { series: await findSeries(connection, series), target: series.target };
      for (const message of rows) await writePredictions(connection, message, known, sums);
      const now = Date.now();
      const results: unknown[] = [];
      for (const { targets, outcomes: list } of outcomes)
        results.push(await writeFeedback(connection, targets, list, sums, now, now - retention));
      await sums.write(connection);
      return results;
    });
  }

  /** Returns what a request asks for. */
  function workOf(request: Exclude<Request, { readonly kind: "feedback" }>): () => Promise<unknown> {
    switch (request.kind) {
      case "deletion":
        return () => deleteSubject(database, hashSubject(request.subject), writeArrived);
      case "summary":
        return () => summarize(database, request.from, request.to, request.versions);
      case "beginning":
        return () => findCommonBeginning(database, request.versions);
      case "timelines":
        return () => readTimelines(database, request.spans);
      case "promotions":
        return () => readPromotions(database.reading, request.experiment, request.after);
      case "promotion":
        return () => changePromotion(database, request.experiment, request.operator, request.change);
      case "trigger":
        return () => performTrigger(database, request.request);
      case "closing":
        return () => {
          isClosed = true;
          return database.close();
        };
    }
  }

  function perform(number: number, work: () => Promise<unknown>): void {
    tasks.push(async () => {
      try {
        send({ kind: "response", number, result: await work() });
      } catch (error) {
        send({ kind: "response", number, failed: (error as Error).message });
      }
    });
  }

  const start = (): void => void (isRunning || run());
  return {
    receive(message) {
      if (message.kind === "series") {
        added.push(...message.added);
        return;
      }
      if (message.kind === "predictions") predictions.push(message);
      else if (message.kind === "feedback") feedback.push(message);
      else perform(message.number, workOf(message));
      start();
    },
    clean() {
      const now = Date.now();
      tasks.push(() => deleteOld(database, now - retention, now, writeArrived).catch(() => {}));
      start();
    },
  };
}
