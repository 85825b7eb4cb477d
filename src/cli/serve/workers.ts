// The workers of the primary process, as they are now.

import cluster, { type Worker } from "node:cluster";

const listening = new WeakSet<Worker>();
cluster.on("listening", (worker) => listening.add(worker));

/** Those that have not ended. */
export function liveWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker?.isDead() === false);
}

/** Whether a worker has begun to answer. Before, it may not even listen for signals. */
export function isListening(worker: Worker): boolean {
  return listening.has(worker);
}
