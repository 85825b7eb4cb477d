// The signals that ask a process to shut down.

import cluster from "node:cluster";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Returns the first signal that asks the process to shut down. A second signal then terminates the
 * process at once, which is Node's default.
 *
 * Not so in a worker, which may get the same request twice: from its primary, and as a member of a
 * process group. The primary terminates workers that take too long.
 */
export function shutdownSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals): void => {
      resolve(signal);
      if (!cluster.isWorker) for (const each of SIGNALS) process.off(each, onSignal);
    };
    for (const each of SIGNALS) process.on(each, onSignal);
  });
}
