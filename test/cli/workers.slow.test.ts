// Several workers: a killed one is replaced, and their metrics are added up.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import {
  endAll,
  listeners,
  type RunningCommand,
  serve,
  serveWithWorkers,
  until,
  workersOf,
} from "../support/running-command.js";

afterEach(endAll);

/** Returns the value of a metric. Its name includes the labels. */
async function metric({ url }: RunningCommand, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe("a worker", () => {
  it("that is killed is back within a second", async () => {
    const began = performance.now();
    const command = await serveWithWorkers(2);
    const start = performance.now() - began;
    const [victim] = workersOf(command);
    const killed = Date.now();
    process.kill(victim!, "SIGKILL");
    await until(() => workersOf(command).length === 3);
    // On a busy machine, within the time that the whole command took to start.
    expect(listeners(command)[2]!.time - killed).toBeLessThan(Math.max(1000, start));
    expect(command.log()).toContain(`"worker":${victim},"code":null,"signal":"SIGKILL"`);
    expect((await fetch(`${command.url}/health`)).status).toBe(200);
  });

  it("that is asked to shut down is replaced too", async () => {
    const command = await serveWithWorkers(2);
    process.kill(workersOf(command)[0]!, "SIGTERM");
    await until(() => workersOf(command).length === 3);
  });

  it("that cannot start is restarted less and less often, while the others serve requests", async () => {
    const folder = mkdtempSync(join(tmpdir(), "supportvector-workers-"));
    const keys = join(folder, "keys");
    writeFileSync(keys, "alice:correct-horse-battery");
    const command = await serveWithWorkers(2, "--api-keys-file", keys);
    rmSync(folder, { recursive: true });
    process.kill(workersOf(command)[0]!, "SIGKILL");
    const delays = (): number[] => [...command.log().matchAll(/"delay":(\d+)/g)].map(([, delay]) => Number(delay));
    await until(() => delays().length >= 5);
    // The first delay is that of the killed worker, whose exit may count as early.
    const [first, ...others] = delays();
    for (const [i, delay] of others.entries()) expect(delay).toBe(first! > 0 ? 200 * 2 ** i : 100 * 2 ** i);
    expect((await fetch(`${command.url}/health`)).status).toBe(200);
    command.process.kill("SIGTERM");
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });

  it("exits with its primary", async () => {
    const command = await serveWithWorkers(2);
    const workers = workersOf(command);
    command.process.kill("SIGKILL");
    await until(() => workers.every((pid) => !isAlive(pid)));
  });
});

describe("SIGHUP", () => {
  it("waits for workers that start, once for each", async () => {
    // The second worker starts when the first one listens.
    const command = await serve(["--workers", "2"]);
    for (let i = 0; i < 20; i++) {
      command.process.kill("SIGHUP");
      // Signals that come at once are one.
      await wait(5);
    }
    await until(() => workersOf(command).length === 2);
    const [, second] = workersOf(command);
    const isLoad = (line: string): boolean => line.includes(`"pid":${second}`) && line.includes("model loaded");
    await until(() => command.log().split("\n").filter(isLoad).length > 1);
    expect(command.errors()).not.toContain("MaxListeners");
  });
});

describe("metrics", () => {
  const REQUESTS = 'supportvector_http_request_duration_seconds_count{method="GET",route="/model_info",status="200"}';

  it("of all workers are added up, and outlive a worker", async () => {
    const command = await serveWithWorkers(2);
    // One connection per request, so that both workers get some.
    const ask = (): Promise<unknown> =>
      fetch(`${command.url}/model_info`, { headers: { connection: "close" } }).then((response) => response.text());
    for (let i = 0; i < 10; i++) await ask();
    await until(async () => (await metric(command, REQUESTS)) === 10);
    expect(
      await metric(command, 'supportvector_model_info{name="absenteeism",version="2026-11-23",label="SVR_RBF"}'),
    ).toBe(1);

    process.kill(workersOf(command)[0]!, "SIGKILL");
    await until(() => workersOf(command).length === 3);
    for (let i = 0; i < 4; i++) await ask();
    await until(async () => (await metric(command, REQUESTS)) === 14);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
