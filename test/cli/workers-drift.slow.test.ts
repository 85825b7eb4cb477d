// The drift of several workers is that of all their requests.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, expect, it } from "vitest";
import { endAll, type RunningCommand, serveWithWorkers, until, workersOf } from "../support/running-command.js";
import { TINY_RECORD, watchedFile } from "../support/variants.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-drift-"));
const model = join(folder, "model.json");
writeFileSync(model, JSON.stringify(watchedFile(3)));

afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

const SECONDS = 8;

/** Asks on a connection of its own, so that any worker may respond. */
async function ask({ url }: RunningCommand, path: string, body?: unknown): Promise<string> {
  const headers = { "content-type": "application/json", connection: "close" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  return (await fetch(url + path, init)).text();
}

/** Waits for the beginning of a window. */
const untilNextWindow = (): Promise<void> => wait(1000 * SECONDS - (Date.now() % (1000 * SECONDS)));

it("workers add up their windows, and a killed one has sent all but its last second", async () => {
  const command = await serveWithWorkers(2, "--model", model, "--drift-window", `${SECONDS}`);
  await untilNextWindow();
  await wait(200);
  await Promise.all(Array.from({ length: 300 }, () => ask(command, "/predict", TINY_RECORD)));
  await wait(1500);
  process.kill(workersOf(command)[0]!, "SIGKILL");
  await untilNextWindow();
  await until(() => workersOf(command).length === 3);
  // The new worker and the old one have the same window.
  for (let i = 0; i < 10; i++)
    await until(async () => {
      const { models } = JSON.parse(await ask(command, "/monitoring.json"));
      return models[0].report?.rows === 300;
    });
  const metrics = await ask(command, "/metrics");
  expect(metrics).toMatch(/^supportvector_drift_psi\{version="[^"]+",input="Shift"\} \d/m);
});
