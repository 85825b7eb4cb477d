// The whole service and its workers, killed again and again while triggers fire and a receiver
// fails now and then: each firing is delivered, and each has one id.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/service/store/open-database.js";
import { KILLS } from "../../support/kills.js";
import { endAll, type RunningCommand, serveWithWorkers, until, workersOf } from "../../support/running-command.js";
import { storeLocations } from "../../support/store-locations.js";
import { type Receiver, SECRET, startReceiver } from "./receiver.js";

const COOLDOWN = 1000;
/** Each start takes seconds on a busy machine. */
const TIMEOUT = 900_000;
/** Of an event that has failed eight times, with a margin. */
const LONGEST_DELAY = 300_000;

const folder = mkdtempSync(join(tmpdir(), "supportvector-triggers-"));
// Before the hook below, so that the server of a database ends after its clients.
const LOCATIONS = storeLocations(folder);
let receiver: Receiver | undefined;
afterEach(async () => {
  await endAll();
  await receiver?.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(LOCATIONS)("%s", (_name, options, locate) => {
  it("loses no firing, and delivers each under one id", { timeout: TIMEOUT, ...options }, async () => {
    const location = await locate();
    let requests = 0;
    let isReliable = false;
    // Until the last kill, half of them fail, and others take a while.
    receiver = await startReceiver((request, response) => {
      const kind = requests++ % 4;
      if (isReliable || kind === 0) response.writeHead(204).end();
      else if (kind === 1) response.writeHead(503).end();
      else if (kind === 2) request.socket.destroy();
      else setTimeout(() => response.writeHead(204).end(), 300);
    });
    const [output, rules] = [join(folder, `${_name}.ndjson`), join(folder, `${_name}.yaml`)];
    writeFileSync(output, "");
    writeFileSync(join(folder, "secret"), SECRET);
    writeFileSync(rules, rulesOf(receiver.url, output));
    for (let kill = 0; kill < KILLS; kill++) await serveAndKill(kill, location, rules);

    isReliable = true;
    const last = Date.now();
    await serveWithWorkers(2, "--store", location, "--triggers", rules);
    const database = await openDatabase(location);
    const firings = () => database.reading.selectFrom("firing").selectAll().where("fired", "<", last).execute();
    await until(async () => (await firings()).every(({ state }) => state === "delivered"), LONGEST_DELAY);
    const fired = await firings();
    await database.close();

    expect(fired.length).toBeGreaterThan(KILLS);
    const times = new Map<string, number[]>();
    for (const { name, fired: time } of fired) times.set(name, [...(times.get(name) ?? []), time]);
    for (const list of times.values())
      for (const [i, time] of list.sort((a, b) => a - b).entries())
        if (i > 0) expect(time - list[i - 1]!).toBeGreaterThanOrEqual(COOLDOWN);
    // A killed service may have written a part of an event only.
    const lines = readFileSync(output, "utf8").split("\n").filter(isWhole);
    const events = [...receiver.received.map(({ body }) => body), ...lines].filter(
      (text) => Date.parse(JSON.parse(text).time) < last,
    );
    // Every event is one of the outbox, to the byte, and every one of the outbox arrived.
    expect(new Set(events)).toEqual(new Set(fired.map(({ event }) => event)));
    for (const { id, event } of fired) expect(JSON.parse(event).id).toBe(id);
    for (const { headers, event } of receiver.received) expect(headers["webhook-id"]).toBe(event.id);
  });
});

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function rulesOf(url: string, output: string): string {
  const webhook = `{ webhook: { url: "${url}", secret_file: ${folder}/secret, timeout: 2 seconds } }`;
  return `triggers:
  - { name: first, when: { schedule: { every: 1 second } }, then: ${webhook} }
  - { name: second, when: { schedule: { every: 1 second } }, then: ${webhook} }
  - name: third
    when: { schedule: { every: 1 second } }
    then: { command: { run: [sh, -c, 'echo "$(cat)" >> ${output}'], timeout: 2 seconds } }
`;
}

/** Kills a worker, and then all processes. */
async function serveAndKill(kill: number, location: string, rules: string): Promise<void> {
  const command = await serveWithWorkers(2, "--store", location, "--triggers", rules);
  await sleep(500 + Math.random() * 1500);
  const [worker] = workersOf(command);
  if (kill % 2 === 0) {
    process.kill(worker!, "SIGKILL");
    await sleep(Math.random() * 1000);
  }
  await killAll(command);
}

async function killAll(command: RunningCommand): Promise<void> {
  command.process.kill("SIGKILL");
  for (const worker of workersOf(command)) {
    try {
      process.kill(worker, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
  await command.ended;
}
