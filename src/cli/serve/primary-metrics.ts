// Metrics in the primary: those of all workers, added up. What dead workers had counted stays in the sums: a counter that falls would be taken for a
// restart of everything.

import cluster, { type Worker } from "node:cluster";
import type { Registry } from "prom-client";
import type { FromPrimary, FromWorker, ProcessMetrics } from "./messages.js";
import { isListening, liveWorkers } from "./workers.js";

/** How long a worker may take, in milliseconds. After that its last report counts. */
const PATIENCE = 1000;

/** What goes on counting when its process has gone: the rest are states of that process. */
const COUNTS = new Set(["counter", "histogram"]);

/** Answers workers that want the metrics of all. */
export function aggregateMetrics(): void {
  const reports = new Map<number, ProcessMetrics>();
  let departed: Promise<ProcessMetrics> = Promise.resolve([]);

  cluster.on("message", async (worker, message: FromWorker) => {
    if (message.about === "report") reports.set(worker.id, message.metrics);
    else await answer(worker);
  });
  cluster.on("exit", ({ id }) => {
    const counts = (reports.get(id) ?? []).filter(({ type }) => COUNTS.has(type));
    reports.delete(id);
    departed = departed.then(async (before) => {
      const registry = await sum([before, counts]);
      return (await registry.getMetricsAsJSON()) as unknown as ProcessMetrics;
    });
  });

  async function answer(asker: Worker): Promise<void> {
    await Promise.all(liveWorkers().filter(isListening).map(askForReport));
    // Both as they are now: a worker that ends is in one of them.
    const present = [...reports.values()];
    const registry = await sum([await departed, ...present]);
    send(asker, { about: "metrics of all", text: await registry.metrics() });
  }
}

/** Imported when it is needed: by then a worker has made sure that it is installed. */
async function sum(metrics: readonly ProcessMetrics[]): Promise<Registry> {
  const { AggregatorRegistry } = await import("prom-client");
  return AggregatorRegistry.aggregate([...metrics]);
}

function askForReport(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(late);
      worker.off("message", hear).off("exit", end);
      resolve();
    };
    const hear = ({ about }: FromWorker): void => {
      if (about === "report") end();
    };
    const late = setTimeout(end, PATIENCE);
    worker.on("message", hear).on("exit", end);
    send(worker, { about: "report wanted" });
  });
}

/** A worker that dies meanwhile needs no message. */
function send(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
