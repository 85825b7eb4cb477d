// What scores pieces: this thread, or others. What comes back is in the order of the pieces, whichever thread was
// first: the output does not depend on how many there are.

import { Worker } from "node:worker_threads";
import { Failure } from "../failure.js";
import type { AnyModel } from "../model.js";
import { createScorer, type Plan } from "./plan.js";
import type { Scored } from "./scored.js";

/** What a thread is told when it begins. */
export interface WorkerSettings {
  /** Of the model file; undefined for the included model. */
  readonly modelText: string | undefined;
  readonly modelPath: string | undefined;
  readonly plan: Plan;
}

/** What a thread answers to a piece. */
export type WorkerAnswer = { readonly scored: Scored } | { readonly failure: string };

/** Scores pieces, in order. */
export type ScoreAll = (pieces: AsyncIterable<Buffer>) => AsyncGenerator<Scored>;

/** In this thread. */
export function scoreHere(model: AnyModel, plan: Plan): ScoreAll {
  const score = createScorer(model, plan);
  return async function* scoreAll(pieces) {
    for await (const piece of pieces) yield score(piece);
  };
}

/** Pieces that wait at each thread: one that is scored, and the next. */
const PIECES_PER_THREAD = 2;

/** In so many others. They end with the process. */
export function scoreInThreads(threads: number, settings: WorkerSettings): ScoreAll {
  const workers = Array.from({ length: threads }, () => startWorker(settings));
  return async function* scoreAll(pieces) {
    const scored: Promise<Scored>[] = [];
    let count = 0;
    for await (const piece of pieces) {
      const promise = workers[count++ % threads]!(piece);
      // Whoever fails first is heard of when it is its turn.
      promise.catch(() => {});
      scored.push(promise);
      if (scored.length >= threads * PIECES_PER_THREAD) yield await scored.shift()!;
    }
    for (const promise of scored) yield await promise;
  };
}

/** A thread answers pieces in the order in which they came. */
function startWorker(settings: WorkerSettings): (piece: Buffer) => Promise<Scored> {
  const worker = new Worker(new URL("./cli-worker.js", import.meta.url), {
    workerData: settings,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  // It does not keep the process alive: what is waited for does.
  worker.unref();
  const waiting: { resolve(scored: Scored): void; reject(error: Error): void }[] = [];
  worker.on("message", (answer: WorkerAnswer) => {
    const { resolve, reject } = waiting.shift()!;
    if ("scored" in answer) resolve(answer.scored);
    else reject(new Failure(answer.failure));
    if (waiting.length === 0) worker.unref();
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return (piece) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.ref();
      // A copy of the piece alone, not of all that was read with it.
      const bytes = Uint8Array.from(piece);
      worker.postMessage(bytes, [bytes.buffer]);
    });
}
