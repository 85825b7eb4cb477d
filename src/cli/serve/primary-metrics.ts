// Metrics in the primary: the sums over all workers. They include the counts of exited workers,
// because Prometheus takes a falling counter for a restart of the whole service.

import cluster, { type Worker } from "node:cluster";
import type { Registry } from "prom-client";
import type { FromPrimary, FromWorker, ProcessMetrics } from "./messages.js";
import { isListening, liveWorkers } from "./workers.js";

/** Timeout of a worker, in milliseconds. After it, the worker's last report counts. */
const TIMEOUT = 1000;

/** Metrics that outlive their process. Others describe its state. */
const COUNTS = new Set(["counter", "histogram"]);

/** Responds to workers that ask for the metrics of all workers. */
export function aggregateMetrics(): void {
  const reports = new Map<number, ProcessMetrics>();
  let exited: Promise<ProcessMetrics> = Promise.resolve([]);

  cluster.on("message", async (worker, message: FromWorker) => {
    if (message.about === "report") reports.set(worker.id, message.metrics);
    else if (message.about === "metrics request") await respond(worker);
  });
  cluster.on("exit", ({ id }) => {
    const counts = (reports.get(id) ?? []).filter(({ type }) => COUNTS.has(type));
    reports.delete(id);
    exited = exited.then(async (before) => {
      const registry = await sum([before, counts]);
      return (await registry.getMetricsAsJSON()) as unknown as ProcessMetrics;
    });
  });

  async function respond(to: Worker): Promise<void> {
    await Promise.all(liveWorkers().filter(isListening).map(requestReport));
    // Both are read at the same time, so that an exiting worker is in exactly one of them.
    const present = [...reports.values()];
    const registry = await sum([await exited, ...present]);
    send(to, { about: "metrics response", text: await registry.metrics() });
  }
}

/** Imports prom-client only when a worker has already made sure that it is installed. */
async function sum(metrics: readonly ProcessMetrics[]): Promise<Registry> {
  const { AggregatorRegistry } = await import("prom-client");
  return AggregatorRegistry.aggregate([...metrics]);
}

function requestReport(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("exit", finish);
      resolve();
    };
    const onMessage = ({ about }: FromWorker): void => {
      if (about === "report") finish();
    };
    const timer = setTimeout(finish, TIMEOUT);
    worker.on("message", onMessage).on("exit", finish);
    send(worker, { about: "report request" });
  });
}

/** Sends a message, unless the worker has exited. */
function send(worker: Worker, message: FromPrimary): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
