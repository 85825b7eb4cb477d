// A CSV file, given to a worker of its own.

import type { Progress, Scored, ScoringReply, ScoringRequest } from "./messages.js";

export interface ScoringListener {
  onProgress(progress: Progress): void;
  onScored(scored: Scored): void;
  onFailed(message: string): void;
}

/**
 * Starts to score.
 *
 * @returns a function that stops it
 */
export function scoreFile(request: ScoringRequest, listener: ScoringListener): () => void {
  const worker = new Worker(new URL("./score.worker.ts", import.meta.url), { type: "module" });
  const stop = () => worker.terminate();
  worker.addEventListener("message", ({ data }: MessageEvent<ScoringReply>) => {
    if (data.kind === "progress") return listener.onProgress(data);
    stop();
    if (data.kind === "scored") listener.onScored(data);
    else listener.onFailed(data.message);
  });
  worker.addEventListener("error", ({ message }) => {
    stop();
    listener.onFailed(`The file could not be scored: ${message}`);
  });
  worker.postMessage(request);
  return stop;
}
