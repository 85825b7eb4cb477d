// Promotions of a whole service: under load, with every response checked, and over a killed one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createAssignment } from "../../src/service/model/assignment.js";
import { storeLocations } from "../support/store-locations.js";
import { TINY_RECORD, variantFile } from "../support/variants.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const CLIENTS = 8;
/** Of each phase. */
const RESPONSES = 50;
/** Milliseconds in which all processes follow a promotion, on a busy machine. */
const FOLLOWED = 3000;
const KEYS = "web:0123456789abcdef,ops:fedcba9876543210";
const OPS = "fedcba9876543210";

const folder = mkdtempSync(join(tmpdir(), "supportvector-promotion-"));
const files = { champion: join(folder, "champion.json"), challenger: join(folder, "challenger.json") };
writeFileSync(files.champion, JSON.stringify(variantFile(3)));
writeFileSync(files.challenger, JSON.stringify(variantFile(5)));
const split = createAssignment("default", [
  { name: "champion", weight: 50 },
  { name: "challenger", weight: 50 },
]);

// Before the hook below, so that the server of a database ends after its clients.
const LOCATIONS = storeLocations(folder);
const running = new Set<Serving>();
afterEach(async () => {
  for (const service of running) await service.kill();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Serving {
  readonly url: string;
  kill(): Promise<void>;
}

/** A response, with the times between which it was predicted. */
interface Seen {
  readonly sent: number;
  readonly received: number;
  readonly user: string;
  readonly variant: string;
}

/** How many machines serve, each with two workers. */
const MACHINES: Readonly<Record<string, number>> = { SQLite: 1, PostgreSQL: 2 };

describe.each(LOCATIONS)("workers on %s", (name, options, locate) => {
  it("lose no request by a promotion, and keep it when they are killed", options, async () => {
    const location = await locate();
    const services = await Promise.all(Array.from({ length: MACHINES[name]! }, () => serve(location)));
    const [first] = services as [Serving];
    const seen: Seen[] = [];
    let goesOn = true;
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = 0; goesOn; i++) seen.push(await predict(services[i % services.length]!, `user-${client}-${i % 50}`));
    });
    /** Waits until there are responses to requests that were sent after this time. */
    const gather = async (since: number): Promise<void> => {
      while (seen.filter(({ sent }) => sent > since).length < RESPONSES) await sleep(50);
    };
    await gather(0);
    const promoting = Date.now();
    const { promotion } = await change(first, "promote", { variant: "challenger" });
    await gather(promoting + FOLLOWED);
    const undoing = Date.now();
    await change(first, "undo", { id: promotion.id });
    await gather(undoing + FOLLOWED);
    const again = Date.now();
    await change(first, "promote", { variant: "challenger" });
    goesOn = false;
    await Promise.all(clients);
    const counts = { before: 0, promoted: 0, undone: 0 };
    for (const { sent, received, user, variant } of seen) {
      if (received < promoting) counts.before++;
      else if (sent > promoting + FOLLOWED && received < undoing) counts.promoted++;
      else if (sent > undoing + FOLLOWED && received < again) counts.undone++;
      const isPromoted = sent > promoting + FOLLOWED && received < undoing;
      const isSplit = received < promoting || (sent > undoing + FOLLOWED && received < again);
      // In between, a process serves by one of both.
      const allowed = [...(isPromoted ? [] : [split(user).name]), ...(isSplit ? [] : ["challenger"])];
      expect(allowed).toContain(variant);
    }
    expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(RESPONSES / 2);

    for (const service of services) await service.kill();
    const restarted = await serve(location);
    const after = await Promise.all(Array.from({ length: 40 }, (_, i) => predict(restarted, `user-0-${i}`)));
    expect(new Set(after.map(({ variant }) => variant))).toEqual(new Set(["challenger"]));
  });
});

/** Predicts for a user, and requires a response of one of the models. */
async function predict({ url }: Serving, user: string): Promise<Seen> {
  const sent = Date.now();
  const response = await fetch(`${url}/predict`, {
    method: "POST",
    body: JSON.stringify(TINY_RECORD),
    headers: { "Content-Type": "application/json", "X-API-Key": "0123456789abcdef", "X-User": user },
  });
  const { variant, prediction } = (await response.json()) as { variant: string; prediction: number };
  expect([response.status, prediction]).toEqual([200, variant === "champion" ? 3 : 5]);
  return { sent, received: Date.now(), user, variant };
}

async function change(
  { url }: Serving,
  path: string,
  body: object,
): Promise<{ readonly promotion: { readonly id: number } }> {
  const response = await fetch(`${url}/experiment/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-API-Key": OPS },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as never;
}

/** Starts two workers in a process group. */
async function serve(location: string): Promise<Serving> {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const models = Object.entries(files).flatMap(([name, file]) => ["--model", `${name}=${file}`]);
  const args = [...models, "--split", "champion=50,challenger=50", "--subject", "header:X-User", "--operator", "ops"];
  const others = ["--port", `${port}`, "--workers", "2", "--store", location, "--max-event-loop-delay", "0"];
  const child = spawn(process.execPath, [COMMAND, "serve", ...args, ...others, "--log-file", "/dev/null"], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, API_KEYS: KEYS },
  });
  const exit = once(child, "exit");
  const service: Serving = {
    url,
    async kill() {
      if (!running.delete(service)) return;
      process.kill(-child.pid!, "SIGKILL");
      await exit;
    },
  };
  running.add(service);
  for (let i = 0; !(await isReady(url)); i++) {
    if (i > 600 || child.exitCode !== null) throw new Error("the service does not start");
    await sleep(50);
  }
  return service;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
