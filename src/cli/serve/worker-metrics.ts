// Metrics in a worker. It reports its own to the primary, and gets those of all workers from it.

import type { Registry } from "prom-client";
import type { FromPrimary, FromWorker, ProcessMetrics } from "./messages.js";

/** Timeout of the primary, in milliseconds. Longer than the primary's own for its workers. */
const TIMEOUT = 3000;

/** A worker's part in the metrics of all. */
export interface WorkerMetrics {
  /** Asks the primary for the metrics of all workers. */
  renderMetrics(): Promise<string>;
  /** Sends the metrics of this registry whenever the primary asks. */
  report(registry: Registry): void;
}

/** To be called once in a worker. */
export function reportMetrics(): WorkerMetrics {
  const send = (message: FromWorker): void => void process.send?.(message);
  let pending: { promise: Promise<string>; resolve: (text: string) => void } | undefined;

  process.on("message", (message: FromPrimary) => {
    if (message.about !== "metrics response") return;
    pending?.resolve(message.text);
    pending = undefined;
  });

  function request(): Promise<string> {
    let resolve!: (text: string) => void;
    const promise = new Promise<string>((settle, reject) => {
      const timer = setTimeout(() => {
        pending = undefined;
        reject(new Error("the primary process does not send the metrics of all workers"));
      }, TIMEOUT);
      resolve = (text) => {
        clearTimeout(timer);
        settle(text);
      };
    });
    pending = { promise, resolve };
    send({ about: "metrics request" });
    return promise;
  }

  return {
    renderMetrics: () => pending?.promise ?? request(),
    report(registry) {
      process.on("message", async (message: FromPrimary) => {
        if (message.about === "report request")
          send({ about: "report", metrics: (await registry.getMetricsAsJSON()) as unknown as ProcessMetrics });
      });
    },
  };
}
