// One process that answers: alone, or as one of several workers, which differ in nothing but whose metrics they tell.

import cluster from "node:cluster";
import { buildService, readApiKeys, type Service } from "../../service/index.js";
import { EXIT } from "../failure.js";
import { drain } from "./drain.js";
import { checkFiles } from "./files.js";
import { listen, listenAddress } from "./listen.js";
import type { Settings } from "./settings.js";
import { toldToEnd } from "./signals.js";
import { watch } from "./watch.js";
import { reportMetrics } from "./worker-metrics.js";

/**
 * Answers requests until it is told to end, by SIGTERM or SIGINT. SIGHUP loads the model file again.
 *
 * @returns the exit code
 * @throws Failure if it cannot start
 */
export async function serve(settings: Settings): Promise<number> {
  const started = start(settings);
  const told = toldToEnd();
  // From the beginning: a signal that nobody listens for ends a process.
  const reload = (): Promise<unknown> =>
    started.then(
      ({ models }) => models.reload(),
      () => {},
    );
  process.on("SIGHUP", reload);
  const service = await started;
  const unwatch = settings.watched === undefined ? undefined : watch(settings.watched, reload);

  const signal = await told;
  unwatch?.();
  service.log.info({ signal }, "ending: no new connections, open requests are answered");
  const answered = await drain(service, settings.grace);
  service.log[answered ? "info" : "error"](answered ? "ended" : "ended with requests that were not answered in time");
  return answered ? 0 : EXIT.cutOff;
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
