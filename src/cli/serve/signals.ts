// How a process is told to end.

import { once } from "node:events";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** The first signal to end. A second one ends the process at once, as it does where nobody listens. */
export function toldToEnd(): Promise<NodeJS.Signals> {
  return Promise.race(SIGNALS.map((signal) => once(process, signal).then(() => signal)));
}
