// Metrics in a worker: its own are told to the primary, and whoever asks it gets those of all workers.

import type { Registry } from "prom-client";
import type { FromPrimary, FromWorker, ProcessMetrics } from "./messages.js";

/** How long the primary may take, in milliseconds: longer than it gives the workers. */
const PATIENCE = 3000;

/** A worker's part in the metrics of all. */
export interface WorkerMetrics {
  /** Asks the primary. */
  renderMetrics(): Promise<string>;
  /** Tells the primary of these when it asks. */
  report(registry: Registry): void;
}

/** To be called once in a worker. */
export function reportMetrics(): WorkerMetrics {
  const send = (message: FromWorker): void => void process.send?.(message);
  let asked: { promise: Promise<string>; resolve: (text: string) => void } | undefined;

  process.on("message", (message: FromPrimary) => {
    if (message.about !== "metrics of all") return;
    asked?.resolve(message.text);
    asked = undefined;
  });

  function ask(): Promise<string> {
    let resolve!: (text: string) => void;
    const promise = new Promise<string>((settle, reject) => {
      const late = setTimeout(() => {
        asked = undefined;
        reject(new Error("the primary process does not tell the metrics of all workers"));
      }, PATIENCE);
      resolve = (text) => {
        clearTimeout(late);
        settle(text);
      };
    });
    asked = { promise, resolve };
    send({ about: "metrics wanted" });
    return promise;
  }

  return {
    renderMetrics: () => asked?.promise ?? ask(),
    report(registry) {
      process.on("message", async (message: FromPrimary) => {
        if (message.about === "report wanted")
          send({ about: "report", metrics: (await registry.getMetricsAsJSON()) as unknown as ProcessMetrics });
      });
    },
  };
}
