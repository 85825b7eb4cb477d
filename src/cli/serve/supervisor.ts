// The primary process of several workers: starts them, replaces those that exit, and forwards
// signals.

import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createLog } from "../../service/index.js";
import { EXIT, Failure } from "../failure.js";
import { addUpDrift } from "./primary-drift.js";
import { aggregateMetrics } from "./primary-metrics.js";
import { countEarlyExits, restartDelay } from "./restart.js";
import type { Settings } from "./settings.js";
import { shutdownSignal } from "./signals.js";
import { isListening, liveWorkers } from "./workers.js";

/** Milliseconds after the grace time at which a worker is killed. */
const OVERTIME = 1000;

/**
 * Runs the workers until SIGTERM or SIGINT asks to shut down.
 *
 * @returns the exit code
 * @throws Failure if the first worker is killed before it listens
 */
export async function supervise({ workers, grace, service: { log = {}, rateLimit } }: Settings): Promise<number> {
  const { logger, reopen } = await createLog(log || { level: "silent" });
  const shutdown = shutdownSignal();
  if (rateLimit && rateLimit.redis === undefined)
    logger.warn({ workers }, "rate limits: each worker counts for itself, --redis makes it one limit");
  // Workers accept connections themselves. With Node's default, the primary accepts them, and those
  // that it has sent to a dying worker stay open without a response. Connections spread about as
  // evenly: 37 and 27 of 64 in a burst, 44 and 20 with the default.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  // Metrics may be NaN, which JSON lacks.
  cluster.setupPrimary({ serialization: "advanced" });
  aggregateMetrics();
  addUpDrift();

  const renew = (worker: Worker): void => void worker.process.kill("SIGHUP");
  /** Workers that do not listen yet, and may have read the old files already. */
  const outdated = new Set<Worker>();
  cluster.on("listening", (worker) => {
    if (outdated.delete(worker)) renew(worker);
  });
  cluster.on("exit", (worker) => void outdated.delete(worker));
  process.on("SIGHUP", () => {
    try {
      reopen();
    } catch (error) {
      logger.error({ reason: (error as Error).message }, "log file: not renewed");
    }
    for (const worker of liveWorkers())
      if (isListening(worker)) renew(worker);
      else outdated.add(worker);
  });

  let isShuttingDown = false;
  function keep(worker: Worker, earlyExits: number): void {
    const start = performance.now();
    worker.once("exit", (code, signal) => {
      if (isShuttingDown) return;
      const early = countEarlyExits(earlyExits, performance.now() - start);
      const delay = restartDelay(early);
      logger.error({ worker: worker.process.pid, code, signal, delay }, "a worker has exited and is replaced");
      setTimeout(() => isShuttingDown || keep(cluster.fork(), early), delay);
    });
  }

  // The first worker tests the settings. If it cannot start, none can, and it has printed why.
  const first = cluster.fork();
  await Promise.race([once(first, "listening"), once(first, "exit"), shutdown]);
  if (first.isDead()) return exitCodeOf(first);
  keep(first, 0);
  for (let i = 1; i < workers; i++) keep(cluster.fork(), 0);

  const signal = await shutdown;
  isShuttingDown = true;
  logger.info({ signal }, "shutting down the workers");
  return shutDownWorkers(grace);
}

function exitCodeOf({ process: { exitCode, signalCode } }: Worker): number {
  if (exitCode !== null) return exitCode;
  throw new Failure(`${signalCode} terminated the first worker before it listened: start again`);
}

/**
 * Shuts the workers down.
 *
 * @returns the highest exit code. A worker that had to be killed has left requests without a
 *   response
 */
async function shutDownWorkers(grace: number): Promise<number> {
  const workers = liveWorkers();
  const exits = workers.map(async (worker) => {
    const [code, signal] = await once(worker, "exit");
    return code ?? (signal === "SIGTERM" && !isListening(worker) ? 0 : EXIT.cutOff);
  });
  for (const worker of workers) worker.process.kill("SIGTERM");
  const timer = setTimeout(() => {
    for (const worker of liveWorkers()) worker.process.kill("SIGKILL");
  }, grace + OVERTIME);
  const codes = await Promise.all(exits);
  clearTimeout(timer);
  return Math.max(0, ...codes);
}
