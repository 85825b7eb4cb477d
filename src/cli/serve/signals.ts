// How a process is told to end.

import cluster from "node:cluster";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * The first signal to end. A second one, whichever, ends the process at once, as it does where nobody listens; but not a worker: that may be told by its
 * primary what its whole group has been told already, and it is the primary who loses patience.
 */
export function toldToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const end = (signal: NodeJS.Signals): void => {
      resolve(signal);
      if (!cluster.isWorker) for (const each of SIGNALS) process.off(each, end);
    };
    for (const each of SIGNALS) process.on(each, end);
  });
}
