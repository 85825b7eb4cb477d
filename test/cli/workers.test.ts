// Several workers: a killed one is replaced, and their metrics are added up.

import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { countEarlyExits, restartDelay } from "../../src/cli/serve/restart.js";
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

describe("the pause before a worker is replaced", () => {
  it("doubles with each early exit, up to ten seconds", () => {
    expect([0, 1, 2, 3, 4, 7, 8, 100].map(restartDelay)).toEqual([0, 100, 200, 400, 800, 6400, 10_000, 10_000]);
  });

  it("resets once a worker has run for a second", () => {
    expect([countEarlyExits(0, 200), countEarlyExits(7, 999), countEarlyExits(7, 1000)]).toEqual([1, 8, 0]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
