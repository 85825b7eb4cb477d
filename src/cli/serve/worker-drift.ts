// Drift in a worker. It sends its counts to the primary, and gets the windows of all workers.

import type { DriftExchange } from "../../service/index.js";
import type { FromPrimary, FromWorker } from "./messages.js";

/** Milliseconds between two sendings: what a killed worker loses. */
const INTERVAL = 1000;

/** To be called once in a worker. */
export function exchangeDrift(): DriftExchange {
  const send = (message: FromWorker): void => void (process.connected && process.send!(message));
  return {
    interval: INTERVAL,
    send: (end, counts, isLast) => send({ about: "drift counts", end, counts, isLast }),
    receive: (listener) =>
      void process.on("message", (message: FromPrimary) => {
        if (message.about === "drift window") listener(message.window, message.acts);
      }),
  };
}
