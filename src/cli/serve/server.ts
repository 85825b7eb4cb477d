// One process that serves requests: alone, or as one of several workers. A worker only differs in
// its metrics.

import cluster from "node:cluster";
import { buildService, readApiKeys, type Service } from "../../service/index.js";
import { EXIT } from "../failure.js";
import { drain } from "./drain.js";
import { checkFiles } from "./files.js";
import { listen, listenAddress } from "./listen.js";
import type { Settings } from "./settings.js";
import { shutdownSignal } from "./signals.js";
import { watch } from "./watch.js";
import { reportMetrics } from "./worker-metrics.js";

/**
 * Serves requests until SIGTERM or SIGINT asks it to shut down. SIGHUP reloads the model file.
 *
 * @returns the exit code
 * @throws Failure if it cannot start
 */
export async function serve(settings: Settings): Promise<number> {
  const started = start(settings);
  const shutdown = shutdownSignal();
  // Without a listener from the start, SIGHUP would terminate the process.
  const reload = (): Promise<unknown> =>
    started.then(
      ({ models }) => models.reload(),
      () => {},
    );
  process.on("SIGHUP", reload);
  const service = await started;
  const unwatch = settings.watched === undefined ? undefined : watch(settings.watched, reload);

  const signal = await shutdown;
  unwatch?.();
  service.log.info({ signal }, "shutting down");
  const isComplete = await drain(service, settings.grace);
  if (isComplete) service.log.info("shut down");
  else service.log.error("shut down with requests that got no response within the grace time");
  return isComplete ? 0 : EXIT.cutOff;
}

async function start(settings: Settings): Promise<Service> {
  checkFiles(settings);
  const { API_KEYS } = process.env;
  const apiKeys = await readApiKeys({
    ...(API_KEYS !== undefined && { API_KEYS }),
    ...(settings.apiKeysFile !== undefined && { API_KEYS_FILE: settings.apiKeysFile }),
  });
  const address = await listenAddress(settings, apiKeys);
  const worker = cluster.isWorker ? reportMetrics() : undefined;
  const service = await buildService({
    ...settings.service,
    apiKeys,
    ...(worker && { renderMetrics: worker.renderMetrics }),
  });
  worker?.report(service.metrics.registry);
  await listen(service, address, settings.port);
  return service;
}
