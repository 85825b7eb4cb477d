// The current workers of the primary process.

import cluster, { type Worker } from "node:cluster";

const listening = new WeakSet<Worker>();
cluster.on("listening", (worker) => listening.add(worker));

/** Returns the workers that have not exited. */
export function liveWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker?.isDead() === false);
}

/** Returns whether a worker listens. Before that, it may not even handle signals. */
export function isListening(worker: Worker): boolean {
  return listening.has(worker);
}
