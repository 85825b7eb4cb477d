// Scoring of chunks, in this thread or in others. Results come in the order of the chunks, whichever
// thread is first. So the output does not depend on the number of threads.

import { Worker } from "node:worker_threads";
import type { Bytes } from "../../tables/chunks.js";
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

/** What a thread answers to a chunk. */
export type WorkerAnswer = { readonly scored: Scored } | { readonly failure: string };

/** Scores chunks, in order. */
export type ScoreAll = (chunks: Bytes) => AsyncGenerator<Scored>;

/** In this thread. */
export function scoreHere(model: AnyModel, plan: Plan): ScoreAll {
  const score = createScorer(model, plan);
  return async function* scoreAll(chunks) {
    for await (const chunk of chunks) yield score(chunk);
  };
}

/** Pieces that wait at each thread: one that is scored, and the next. */
const CHUNKS_PER_THREAD = 2;

/** In so many others. They end with the process. */
export function scoreInThreads(threads: number, settings: WorkerSettings): ScoreAll {
  const workers = Array.from({ length: threads }, () => startWorker(settings));
  return async function* scoreAll(chunks) {
    const scored: Promise<Scored>[] = [];
    let count = 0;
    for await (const chunk of chunks) {
      const promise = workers[count++ % threads]!(chunk);
      // Whoever fails first is heard of when it is its turn.
      promise.catch(() => {});
      scored.push(promise);
      if (scored.length >= threads * CHUNKS_PER_THREAD) yield await scored.shift()!;
    }
    for (const promise of scored) yield await promise;
  };
}

/** A thread answers chunks in the order in which they came. */
function startWorker(settings: WorkerSettings): (chunk: Uint8Array) => Promise<Scored> {
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
  return (chunk) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.ref();
      // A copy of the chunk alone, not of all that was read with it.
      const bytes = Uint8Array.from(chunk);
      worker.postMessage(bytes, [bytes.buffer]);
    });
}
