// One process that serves requests: alone, or as one of several workers. A worker only differs in
// its metrics and its drift.

import cluster from "node:cluster";
import {
  buildService,
  type Service,
  type ServiceOptions,
  TriggerRulesError,
  VariantOptionsError,
} from "../../service/index.js";
import { EXIT, Failure } from "../failure.js";
import { drain } from "./drain.js";
import { checkFiles } from "./files.js";
import { readKeys } from "./keys.js";
import { listen, listenAddress } from "./listen.js";
import { renew } from "./renew.js";
import type { Settings } from "./settings.js";
import { shutdownSignal } from "./signals.js";
import { watch } from "./watch.js";
import { exchangeDrift } from "./worker-drift.js";
import { reportMetrics } from "./worker-metrics.js";

/**
 * Serves requests until SIGTERM or SIGINT asks it to shut down. SIGHUP renews what comes
 * from files.
 *
 * @returns the exit code
 * @throws Failure if it cannot start
 */
export async function serve(settings: Settings): Promise<number> {
  const started = start(settings);
  const shutdown = shutdownSignal();
  // Without a listener from the start, SIGHUP would terminate the process.
  process.on("SIGHUP", () =>
    started.then(
      (service) => renew(service, settings),
      () => {},
    ),
  );
  const service = await started;
  const reload = (): void => void service.models.reload();
  const watches = settings.watched.map((path) => watch(path, reload));

  const signal = await shutdown;
  for (const unwatch of watches) unwatch();
  service.log.info({ signal }, "shutting down");
  const isComplete = await drain(service, settings.grace);
  if (isComplete) service.log.info("shut down");
  else service.log.error("shut down with requests that got no response within the grace time");
  return isComplete ? 0 : EXIT.cutOff;
}

async function start(settings: Settings): Promise<Service> {
  checkFiles(settings);
  const apiKeys = await readKeys(settings);
  const address = await listenAddress(settings, apiKeys);
  const worker = cluster.isWorker ? reportMetrics() : undefined;
  const service = await build({
    ...settings.service,
    apiKeys,
    ...(worker && { renderMetrics: worker.renderMetrics, driftExchange: exchangeDrift() }),
  });
  worker?.report(service.metrics.registry);
  await listen(service, address, settings.port);
  return service;
}

/** @throws Failure as a usage error if options contradict each other, or rules cannot be used */
async function build(options: ServiceOptions): Promise<Service> {
  try {
    return await buildService(options);
  } catch (error) {
    const isUsage = error instanceof VariantOptionsError || error instanceof TriggerRulesError;
    throw isUsage ? new Failure((error as Error).message, EXIT.usage) : error;
  }
}
