// Drift in the primary: the sums over all workers. Workers send what they have counted since their
// last message, so a worker that has exited needs no care.

import cluster, { type Worker } from "node:cluster";
import { createDriftSums, type DriftWindow } from "../../service/index.js";
import type { FromPrimary, FromWorker } from "./messages.js";
import { isListening, liveWorkers } from "./workers.js";

/** Milliseconds after the first worker's end of a window at which others must have ended it. */
const TIMEOUT = 5000;

/** A window that has ended in some workers. */
interface EndingWindow {
  readonly ended: Set<Worker>;
  readonly timer: NodeJS.Timeout;
}

/** Adds up the counts of all workers, and sends each window to all of them. */
export function addUpDrift(): void {
  const sums = createDriftSums();
  const ending = new Map<number, EndingWindow>();
  let last: DriftWindow | undefined;

  function finish(end: number): void {
    clearTimeout(ending.get(end)?.timer);
    ending.delete(end);
    if (last && end <= last.ended) return;
    last = sums.endWindow(end);
    const workers = liveWorkers().filter(isListening);
    for (const [i, worker] of workers.entries()) send(worker, last, i === 0);
  }

  function finishComplete(): void {
    const workers = liveWorkers().filter(isListening);
    for (const [end, { ended }] of ending) if (workers.every((worker) => ended.has(worker))) finish(end);
  }

  cluster.on("message", (worker, message: FromWorker) => {
    if (message.about !== "drift counts") return;
    const { end, counts, isLast } = message;
    sums.add(end, counts);
    if (!isLast || (last && end <= last.ended)) return;
    const window = ending.get(end) ?? { ended: new Set(), timer: setTimeout(() => finish(end), TIMEOUT) };
    ending.set(end, window);
    window.ended.add(worker);
    finishComplete();
  });
  cluster.on("exit", finishComplete);
  cluster.on("listening", (worker) => {
    if (last) send(worker, last, false);
  });
}

/** Sends a window, unless the worker has exited. */
function send(worker: Worker, window: DriftWindow, acts: boolean): void {
  const message: FromPrimary = { about: "drift window", window, acts };
  if (worker.isConnected()) worker.send(message, () => {});
}
