// Scoring of chunks, in this thread or in others. Results come in the order of the chunks. So the
// output does not depend on the number of threads.

import type { Bytes } from "../../tables/chunks.js";
import type { Plan } from "./plan.js";
import type { PredictingSettings } from "./run.js";
import type { Score, Scored } from "./scored.js";
import { startThread } from "./thread.js";

/** What a thread is given when it starts. */
export interface WorkerSettings {
  readonly predicting: PredictingSettings;
  readonly plan: Plan;
}

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

function startWorker<Good>(settings: WorkerSettings): (chunk: Uint8Array) => Promise<Scored<Good>> {
  const send = startThread<Uint8Array, Scored<Good>>("./cli-worker.js", settings, { maxYoungGenerationSizeMb: 8 });
  return (chunk) => {
    // A copy of the chunk alone, not of all that was read with it.
    const bytes = Uint8Array.from(chunk);
    return send(bytes, [bytes.buffer]);
  };
}
