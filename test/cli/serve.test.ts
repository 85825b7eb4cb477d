// The service as the command runs it: without configuration, without a model, with a changing
// model.

import { once } from "node:events";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { createAssignment } from "../../src/service/model/assignment.js";
import { endAll, type RunningCommand, serve, serveWithWorkers, until } from "../support/running-command.js";
import { tinyModel } from "../support/tiny-model.js";

const RECORD = JSON.parse(readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8"));
const TINY_RECORD = { Age: 30, Shift: "early" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-serve-"));
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

/** Replaces a file atomically by a model with this prediction for the tiny record. */
function writeModel(name: string, prediction: number): string {
  const model = tinyModel((file) => {
    file.regressor.intercept = prediction - 2;
    file.verification.predictions = [[prediction]];
  });
  const path = join(folder, name);
  writeFileSync(`${path}.new`, JSON.stringify(model));
  renameSync(`${path}.new`, path);
  return path;
}

async function ask(
  { url }: RunningCommand,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: { prediction?: number } }> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(url + path, init);
  return { status: response.status, body: (await response.json()) as { prediction?: number } };
}

/** Returns the status of a request for this name. */
async function statusFor({ url }: RunningCommand, host: string): Promise<number | undefined> {
  const [response] = await once(request(`${url}/health`, { headers: { host }, agent: false }).end(), "response");
  response.resume();
  return response.statusCode;
}

/** Returns what a connection receives until it is closed, without sending anything. */
async function receivedBy({ port }: RunningCommand): Promise<string> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  let received = "";
  socket.on("data", (data) => {
    received += data;
  });
  await once(socket, "close");
  return received;
}

const predictionOf = async (command: RunningCommand): Promise<number | undefined> =>
  (await ask(command, "/predict", TINY_RECORD)).body.prediction;

/** Asks on a connection of its own, so that any worker may respond. */
async function variantOf({ url }: RunningCommand, user: string): Promise<string> {
  const response = await fetch(`${url}/predict`, {
    method: "POST",
    headers: { "content-type": "application/json", connection: "close", "x-user": user },
    body: JSON.stringify(TINY_RECORD),
  });
  const { variant, prediction } = (await response.json()) as { variant: string; prediction: number };
  return `${variant} ${prediction}`;
}

describe("supportvector serve", () => {
  it("serves the included model on loopback without configuration", async () => {
    const command = await serve();
    const { body } = await ask(command, "/predict", RECORD);
    expect(body.prediction).toBe(predict(RECORD));
    expect(command.errors()).toBe("");
  });

  it("passes every option on", async () => {
    const keys = join(folder, "keys");
    const audit = join(folder, "audit.ndjson");
    const logFile = join(folder, "service.log");
    writeFileSync(keys, "alice:correct-horse-battery\n");
    const limits = ["--rate-limit", "3", "--rate-limit-window", "60", "--max-batch-rows", "1", "--body-limit", "2000"];
    const files = ["--api-keys-file", keys, "--audit", audit, "--log-file", logFile, "--log-level", "info"];
    const times = ["--batch-timeout", "9", "--request-timeout", "2", "--max-event-loop-delay", "400"];
    const others = ["--cors-origin", "https://a.example", ...times];
    const connections = ["--allowed-host", "model.example", "--inactivity-timeout", "5", "--max-connections", "5"];
    const command = await serve([...limits, ...files, ...others, ...connections]);
    const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(command.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": "correct-horse-battery", ...headers },
        body: JSON.stringify(body),
      });

    expect((await post("/predict", RECORD, { "x-api-key": "wrong" })).status).toBe(401);
    expect(await statusFor(command, "model.example")).toBe(200);
    expect(await statusFor(command, "evil.example")).toBe(421);
    const response = await post("/predict", RECORD, { origin: "https://a.example" });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "https://a.example"]);
    expect((await post("/batch_predict", { instances: [RECORD, RECORD] })).status).toBe(413);
    expect((await post("/predict", "x".repeat(2000))).status).toBe(413);
    expect((await post("/predict", RECORD)).status).toBe(429);
    expect(readFileSync(audit, "utf8").trim().split("\n")).toHaveLength(1);
    // One of so many connections is closed at once. Those that are late are told why.
    expect(await Promise.race(Array.from({ length: 6 }, () => receivedBy(command)))).toBe("");
    command.process.kill("SIGTERM");
    await command.ended;
    expect(readFileSync(logFile, "utf8")).toContain('"key":"alice"');
    expect(command.log()).toBe("");
  });

  it.each([
    ["absent", () => join(folder, "absent.json")],
    [
      "broken",
      () => {
        const path = join(folder, "broken.json");
        writeFileSync(path, '{"format":');
        return path;
      },
    ],
  ])("starts with a model file that is %s, and reports it", async (_name, path) => {
    const command = await serve(["--model", path()]);
    expect(await ask(command, "/health")).toMatchObject({ status: 503, body: { status: "unhealthy" } });
    expect(await ask(command, "/predict", {})).toMatchObject({ status: 503, body: { type: "ModelNotLoadedError" } });
  });

  it.each([[1], [2]])("reloads its model file on SIGHUP, with --workers %s", async (workers) => {
    const model = writeModel("signalled.json", 3);
    const command = await serveWithWorkers(workers, "--model", model);
    expect(await predictionOf(command)).toBe(3);
    writeModel("signalled.json", 5);
    command.process.kill("SIGHUP");
    await until(async () => (await predictionOf(command)) === 5);

    writeFileSync(model, "{}");
    command.process.kill("SIGHUP");
    await until(() => count(command.log(), "model refused") === workers);
    expect(await predictionOf(command)).toBe(5);

    writeModel("signalled.json", 7);
    command.process.kill("SIGHUP");
    await until(() => count(command.log(), "model loaded") === 3 * workers);
    // Every worker has reloaded. Each connection may reach another one.
    for (let i = 0; i < 4; i++) expect(await predictionOf(command)).toBe(7);
  });

  it.each([[1], [2]])("reloads a changed model file with --watch and --workers %s", async (workers) => {
    const model = writeModel("watched.json", 3);
    const command = await serveWithWorkers(workers, "--model", model, "--watch");
    expect(await predictionOf(command)).toBe(3);
    writeModel("watched.json", 5);
    await until(() => count(command.log(), "model loaded") === 2 * workers);
    for (let i = 0; i < 4; i++) expect(await predictionOf(command)).toBe(5);
    rmSync(model);
    writeModel("watched.json", 7);
    await until(() => count(command.log(), "model loaded") === 3 * workers);
    expect(await predictionOf(command)).toBe(7);
  });
});

describe("several models", () => {
  const users = Array.from({ length: 12 }, (_, i) => `user-${i}`);
  const serveBoth = async (...more: readonly string[]): Promise<RunningCommand> => {
    const files = [writeModel("champion.json", 3), writeModel("challenger.json", 5), writeModel("next.json", 7)];
    const models = [
      "--model",
      `champion=${files[0]}`,
      "--model",
      `challenger=${files[1]}`,
      "--shadow",
      `next=${files[2]}`,
    ];
    return serveWithWorkers(2, ...models, "--split", "champion=1,challenger=1", "--subject", "header:X-User", ...more);
  };
  const assign = createAssignment("march", [
    { name: "champion", weight: 1 },
    { name: "challenger", weight: 1 },
  ]);
  const expected = (champion: number): string[] =>
    users.map((user) => (assign(user).name === "champion" ? `champion ${champion}` : "challenger 5"));

  it("keep the assignment in all workers, and reload together", async () => {
    const command = await serveBoth("--experiment", "march", "--watch");
    const askAll = (): Promise<string[]> => Promise.all(users.map((user) => variantOf(command, user)));
    for (let i = 0; i < 3; i++) expect(await askAll()).toEqual(expected(3));
    expect(new Set(expected(3)).size).toBe(2);

    writeFileSync(join(folder, "challenger.json"), "{}");
    writeModel("champion.json", 4);
    await until(() => count(command.log(), "model refused") >= 2);
    await until(async () => JSON.stringify(await askAll()) === JSON.stringify(expected(4)));
    const metrics = await (await fetch(`${command.url}/metrics`)).text();
    expect(metrics).toMatch(/supportvector_shadow_records_total\{.*variant="next".*\} [1-9]/);
  });

  it("come from the environment as well, and a path may have commas", async () => {
    const path = writeModel("a,b.json", 3);
    const SUPPORTVECTOR_MODEL = `champion=${path},challenger=${writeModel("other.json", 5)}`;
    const command = await serve([], { SUPPORTVECTOR_MODEL, SUPPORTVECTOR_SPLIT: "champion=0, challenger=2" });
    expect(await variantOf(command, "any")).toBe("challenger 5");
    expect(await predictionOf(await serve(["--model", path]))).toBe(3);
  });
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
