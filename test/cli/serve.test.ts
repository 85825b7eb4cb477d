// The service as the command runs it: without configuration, with all options, without a model.
// reload.slow.test.ts has reloads.

import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { endAll, type RunningCommand, serve } from "../support/running-command.js";
import { ask, predictionOf, variantOf, writeModel } from "../support/served-models.js";

const RECORD = JSON.parse(readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-serve-"));
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

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
});

describe("several models", () => {
  it("come from the environment as well, and a path may have commas", async () => {
    const path = writeModel(folder, "a,b.json", 3);
    const SUPPORTVECTOR_MODEL = `champion=${path},challenger=${writeModel(folder, "other.json", 5)}`;
    const command = await serve([], { SUPPORTVECTOR_MODEL, SUPPORTVECTOR_SPLIT: "champion=0, challenger=2" });
    expect(await variantOf(command, "any")).toBe("challenger 5");
    expect(await predictionOf(await serve(["--model", path]))).toBe(3);
  });
});
