// Scoring of chunks, in this thread or in others. Results come in the order of the chunks. So the
// output does not depend on the number of threads.

import { Worker } from "node:worker_threads";
import type { Bytes } from "../../tables/chunks.js";
import { Failure } from "../failure.js";
import type { Plan } from "./plan.js";
import type { Score, Scored } from "./scored.js";

/** What a thread is given when it starts. */
export interface WorkerSettings {
  /** Of the model file. Undefined for the included model. */
  readonly modelText: string | undefined;
  readonly modelPath: string | undefined;
  readonly plan: Plan;
}

/** What a thread makes of a chunk. */
export type WorkerResult<Good = unknown> = { readonly scored: Scored<Good> } | { readonly failure: string };

/** Scores chunks, in order. */
export type ScoreAll<Good> = (chunks: Bytes) => AsyncGenerator<Scored<Good>>;

/** Scores in this thread. */
export function scoreHere<Good>(score: Score<Good>): ScoreAll<Good> {
  return async function* scoreAll(chunks) {
    for await (const chunk of chunks) yield score(chunk);
  };
}

/** Chunks at each thread: the one that is scored, and the next. */
const CHUNKS_PER_THREAD = 2;

/** Scores in this many other threads. They end with the process. */
export function scoreInThreads<Good>(threads: number, settings: WorkerSettings): ScoreAll<Good> {
  const workers = Array.from({ length: threads }, () => startWorker<Good>(settings));
  return async function* scoreAll(chunks) {
    const scored: Promise<Scored<Good>>[] = [];
    let count = 0;
    for await (const chunk of chunks) {
      const promise = workers[count++ % threads]!(chunk);
      // A failure is reported when it is its chunk's turn.
      promise.catch(() => {});
      scored.push(promise);
      if (scored.length >= threads * CHUNKS_PER_THREAD) yield await scored.shift()!;
    }
    for (const promise of scored) yield await promise;
  };
}

/** Starts a thread. It returns chunks in the order in which they came. */
function startWorker<Good>(settings: WorkerSettings): (chunk: Uint8Array) => Promise<Scored<Good>> {
  const worker = new Worker(new URL("./cli-worker.js", import.meta.url), {
    workerData: settings,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  // The worker keeps the process alive only while a chunk waits for it.
  worker.unref();
  const waiting: { resolve(scored: Scored<Good>): void; reject(error: Error): void }[] = [];
  worker.on("message", (result: WorkerResult<Good>) => {
    const { resolve, reject } = waiting.shift()!;
    if ("scored" in result) resolve(result.scored);
    else reject(new Failure(result.failure));
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
