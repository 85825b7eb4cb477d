// The primary process of several workers: starts them, replaces those that end, passes signals on.

import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createLog } from "../../service/index.js";
import { EXIT, Failure } from "../failure.js";
import { closeLostConnections } from "./lost-connections.js";
import { aggregateMetrics } from "./primary-metrics.js";
import { countEarlyEnds, restartDelay } from "./restart.js";
import type { Settings } from "./settings.js";
import { toldToEnd } from "./signals.js";
import { isListening, liveWorkers } from "./workers.js";

/** How much longer than the grace time a worker may take until it is killed, in milliseconds. */
const OVERTIME = 1000;

/**
 * Keeps workers going until it is told to end.
 *
 * @returns the exit code
 * @throws Failure if the first worker is killed before it listens
 */
export async function supervise({ workers, grace, service: { log = {}, rateLimit } }: Settings): Promise<number> {
  const { logger } = await createLog(log || { level: "silent" });
  const told = toldToEnd();
  if (rateLimit && rateLimit.redis === undefined)
    logger.warn({ workers }, "rate limits: each worker counts for itself; --redis makes it one limit");
  // Numbers in metrics may be NaN, which JSON does not have.
  cluster.setupPrimary({ serialization: "advanced" });
  aggregateMetrics();

  const reload = (worker: Worker): void => void worker.process.kill("SIGHUP");
  process.on("SIGHUP", () => {
    for (const worker of liveWorkers())
      if (isListening(worker)) reload(worker);
      // It may have read the old file already.
      else worker.once("listening", () => reload(worker));
  });

  let ending = false;
  function keep(worker: Worker, earlyEnds: number): void {
    const began = performance.now();
    worker.once("exit", (code, signal) => {
      if (ending) return;
      const early = countEarlyEnds(earlyEnds, performance.now() - began);
      const delay = restartDelay(early);
      logger.error({ worker: worker.process.pid, code, signal, delay }, "a worker ended, and is replaced");
      setTimeout(() => ending || keep(forkWorker(), early), delay);
    });
  }

  // The first one tries out the settings: if it cannot start, none can, and it has said why.
  const first = forkWorker();
  await Promise.race([once(first, "listening"), once(first, "exit"), told]);
  if (first.isDead()) return exitCodeOf(first);
  keep(first, 0);
  for (let i = 1; i < workers; i++) keep(forkWorker(), 0);

  const signal = await told;
  ending = true;
  logger.info({ signal }, "ending: the workers answer open requests");
  return endWorkers(grace);
}

function forkWorker(): Worker {
  const worker = cluster.fork();
  closeLostConnections(worker);
  return worker;
}

function exitCodeOf({ process: { exitCode, signalCode } }: Worker): number {
  if (exitCode !== null) return exitCode;
  throw new Failure(`the first worker was ended by ${signalCode} before it could listen: start again`);
}

/** @returns the highest exit code, where a worker that had to be killed has left requests unanswered */
async function endWorkers(grace: number): Promise<number> {
  const workers = liveWorkers();
  const exits = workers.map(async (worker) => {
    const [code, signal] = await once(worker, "exit");
    return code ?? (signal === "SIGTERM" && !isListening(worker) ? 0 : EXIT.cutOff);
  });
  for (const worker of workers) worker.process.kill("SIGTERM");
  const late = setTimeout(() => {
    for (const worker of liveWorkers()) worker.process.kill("SIGKILL");
  }, grace + OVERTIME);
  const codes = await Promise.all(exits);
  clearTimeout(late);
  return Math.max(0, ...codes);
}
