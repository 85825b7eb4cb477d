// The whole service, killed again and again while clients send records and outcomes: each outcome
// that was acknowledged is stored and counts once, whatever clients send again.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/service/store/open-database.js";
import { KILLS } from "../../support/kills.js";
import { RECORD } from "../../support/service.js";
import { storeLocations } from "../../support/store-locations.js";

const COMMAND = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));
const CLIENTS = 8;

const folder = mkdtempSync(join(tmpdir(), "supportvector-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The outcome of a prediction, and whether the service has acknowledged it. */
interface Outcome {
  readonly actual: number;
  acknowledged: boolean;
}

describe.each(storeLocations(folder))("%s", (_name, options, locate) => {
  it("loses no acknowledged outcome, and counts none twice", options, async () => {
    const location = await locate();
    const outcomes = new Map<string, Outcome>();
    for (let kill = 0; kill < KILLS; kill++) await serveAndKill(location, outcomes);
    await sendAgain(location, outcomes);
    await compare(location, outcomes);
  });
});

async function serveAndKill(location: string, outcomes: Map<string, Outcome>): Promise<void> {
  const { port, kill } = await serve(location);
  const agent = new Agent({ keepAlive: true });
  let goesOn = true;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let i = 0; goesOn; i++) {
      const predicted = await post(agent, port, "/predict", { ...RECORD, Age: 27 + ((client + i) % 30) });
      if (predicted === undefined) continue;
      const outcome = { actual: (i % 17) / 10, acknowledged: false };
      outcomes.set(predicted["id"] as string, outcome);
      if (i % 3 === 0) continue;
      const response = await post(agent, port, "/feedback", { id: predicted["id"], actual: outcome.actual });
      outcome.acknowledged = response !== undefined;
    }
  });
  await sleep(300 + Math.random() * 600);
  await kill();
  goesOn = false;
  await Promise.all(clients);
  agent.destroy();
}

/** Sends all outcomes, in lines, as clients do that do not know whether theirs were stored. */
async function sendAgain(location: string, outcomes: Map<string, Outcome>): Promise<void> {
  const { port, kill } = await serve(location);
  const agent = new Agent();
  const entries = [...outcomes];
  for (let i = 0; i < entries.length; i += 1000) {
    const lines = entries.slice(i, i + 1000).map(([id, { actual }]) => JSON.stringify({ id, actual }));
    const response = await post(agent, port, "/feedback", lines.join("\n"));
    expect(response).toBeDefined();
    for (const [k, { result }] of (response as unknown as { result: string }[]).entries()) {
      const { acknowledged } = entries[i + k]![1];
      // What was acknowledged is there. A prediction may be lost with the process.
      expect(acknowledged ? ["duplicate"] : ["duplicate", "accepted", "pending"]).toContain(result);
    }
  }
  await kill();
}

async function compare(location: string, outcomes: Map<string, Outcome>): Promise<void> {
  const database = await openDatabase(location);
  const { reading } = database;
  const actuals = await reading.selectFrom("actual").selectAll().execute();
  const predictions = await reading.selectFrom("prediction").selectAll().execute();
  const [sums] = await reading
    .selectFrom("sums")
    .select(({ fn, cast }) =>
      (["predictions", "rows", "absolute"] as const).map((name) =>
        cast<number>(fn.sum(name), "double precision").as(name),
      ),
    )
    .execute();
  await database.close();
  const hex = (id: Buffer): string => id.toString("hex");
  const stored = new Map(actuals.map(({ id, value }) => [hex(id), value]));
  expect(stored.size).toBe(outcomes.size);
  for (const [id, { actual }] of outcomes) expect(stored.get(id.replaceAll("-", ""))).toBe(actual);
  const errors = predictions.flatMap(({ id, value }) =>
    stored.has(hex(id)) ? Math.abs(value - stored.get(hex(id))!) : [],
  );
  expect(actuals.filter(({ predicted }) => predicted === 1).length).toBe(errors.length);
  expect(sums).toMatchObject({ predictions: predictions.length, rows: errors.length });
  expect(sums!["absolute"]).toBeCloseTo(
    errors.reduce((sum, error) => sum + error, 0),
    6,
  );
  expect([...outcomes.values()].filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(KILLS);
}

/** Starts two workers in a process group. */
async function serve(location: string): Promise<{ readonly port: number; kill(): Promise<void> }> {
  const port = await getPort();
  const args = [
    COMMAND,
    "serve",
    "--port",
    `${port}`,
    "--workers",
    "2",
    "--store",
    location,
    "--log-file",
    "/dev/null",
  ];
  const child = spawn(process.execPath, args, { stdio: "ignore", detached: true });
  const exit = once(child, "exit");
  const agent = new Agent();
  for (let i = 0; (await post(agent, port, "/predict", RECORD)) === undefined; i++) {
    if (i > 600 || child.exitCode !== null) throw new Error("the service does not start");
    await sleep(50);
  }
  return {
    port,
    async kill() {
      process.kill(-child.pid!, "SIGKILL");
      await exit;
    },
  };
}

/** Returns the body of a successful response, or undefined. */
function post(
  agent: Agent,
  port: number,
  path: string,
  body: unknown,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const isLines = typeof body === "string";
  return new Promise((resolve) => {
    const headers = { "content-type": isLines ? "application/x-ndjson" : "application/json" };
    const sent = request({ agent, port, host: "127.0.0.1", path, method: "POST", headers }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("error", () => resolve(undefined));
      response.on("end", () => {
        if (response.statusCode !== 200) resolve(undefined);
        else resolve(JSON.parse(isLines ? `[${text.trim().replaceAll("\n", ",")}]` : text));
      });
    });
    sent.on("error", () => resolve(undefined));
    sent.end(isLines ? body : JSON.stringify(body));
  });
}
