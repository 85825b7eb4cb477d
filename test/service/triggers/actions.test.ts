// One attempt: what counts as delivered, and what a receiver or a program gets.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Attempt, perform } from "../../../src/service/triggers/actions.js";
import { writeEvent } from "../../../src/service/triggers/event.js";
import { decodeSecret } from "../../../src/service/triggers/signature.js";
import { type Receiver, SECRET, startReceiver } from "./receiver.js";

const ID = "0193a1b2-0000-4000-8000-000000000000";
const EVENT = writeEvent({
  id: ID,
  source: "/supportvector",
  trigger: "drifted",
  condition: "drift",
  time: Date.UTC(2026, 10, 30),
  models: [{ name: "tiny", version: "1" }],
  measured: { rows: 5 },
});
const never = new AbortController().signal;

let receiver: Receiver | undefined;
afterEach(() => receiver?.close());
const folder = mkdtempSync(join(tmpdir(), "supportvector-actions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const post = (url: string, timeout = 5000, signal = never): Promise<Attempt> =>
  perform({ kind: "webhook", url, secret: decodeSecret(SECRET)!, timeout }, ID, EVENT, 5000, signal);
const run = (run: readonly string[], timeout = 20_000, signal = never): Promise<Attempt> =>
  perform({ kind: "command", run, env: { PATH: process.env["PATH"]!, NAME: "v" }, timeout }, ID, EVENT, 5000, signal);

describe("a webhook", () => {
  it("gets an event that the package cloudevents reads, signed", async () => {
    receiver = await startReceiver();
    expect(await post(receiver.url)).toEqual({ result: "delivered" });
    const [{ event, headers }] = receiver.received as [(typeof receiver.received)[0]];
    expect(headers).toMatchObject({
      "content-type": "application/cloudevents+json; charset=utf-8",
      "webhook-id": ID,
      "webhook-timestamp": "5",
    });
    expect(event).toMatchObject({
      specversion: "1.0",
      id: ID,
      source: "/supportvector",
      type: "supportvector.trigger.drift",
      subject: "drifted",
      time: "2026-11-30T00:00:00.000Z",
      data: { trigger: "drifted", models: [{ name: "tiny", version: "1" }], measured: { rows: 5 } },
    });
  });

  it.each([
    [200, { result: "delivered" }],
    [299, { result: "delivered" }],
    [400, { result: "failed", reason: "status 400" }],
    [410, { result: "refused", reason: "status 410" }],
    [503, { result: "failed", reason: "status 503" }],
  ])("that responds with %i", async (status, expected) => {
    receiver = await startReceiver();
    receiver.status = status;
    expect(await post(receiver.url)).toEqual(expected);
  });

  it("is not followed elsewhere", async () => {
    receiver = await startReceiver((_request, response) =>
      response.writeHead(307, { location: `${receiver!.url}/other` }).end(),
    );
    expect(await post(receiver.url)).toEqual({ result: "failed", reason: "status 307" });
    expect(receiver.received).toHaveLength(1);
  });

  it("that is silent, closed or gone is a failure", async () => {
    receiver = await startReceiver(() => {});
    expect(await post(receiver.url, 200)).toEqual({ result: "failed", reason: "no response within 200 ms" });
    const { url } = receiver;
    await receiver.close();
    expect(await post(url)).toEqual({ result: "failed", reason: "ECONNREFUSED" });
    receiver = await startReceiver((request) => request.socket.destroy());
    expect(await post(receiver.url)).toMatchObject({ result: "failed", reason: "UND_ERR_SOCKET" });
  });

  it("ends with the service", async () => {
    receiver = await startReceiver(() => stop.abort());
    const stop = new AbortController();
    const expected = { result: "failed", reason: "the service shuts down" };
    expect(await post(receiver.url, 5000, stop.signal)).toEqual(expected);
    expect(await post(receiver.url, 5000, stop.signal)).toEqual(expected);
    expect(await run(["true"], 5000, stop.signal)).toEqual(expected);
    expect(receiver.received).toHaveLength(1);
  });
});

describe("a command", () => {
  it("gets the event, its arguments as they are, and the variables of the rule", async () => {
    const file = join(folder, "out");
    const script = 'cat > "$1"; printf "%s|%s|%s" "$2" "$NAME" "$HOME" >> "$1"';
    expect(await run(["sh", "-c", script, "sh", file, "a b; $(false) *"])).toEqual({ result: "delivered" });
    expect(readFileSync(file, "utf8")).toBe(`${EVENT}a b; $(false) *|v|`);
  });

  it("that need not read the event is a success", async () => {
    expect(await run(["sh", "-c", ":"])).toEqual({ result: "delivered" });
  });

  it.each([
    [["sh", "-c", "exit 3"], "exit 3"],
    [["sh", "-c", "kill -9 $$"], "exit SIGKILL"],
    [["/nowhere/retrain"], "spawn /nowhere/retrain ENOENT"],
  ])("fails: %s", async (program, reason) => {
    expect(await run(program)).toEqual({ result: "failed", reason });
  });

  it("fails if it cannot be started at all", async () => {
    expect(await run(["sh", "-c", ":", "x".repeat(1_000_000)])).toEqual({ result: "failed", reason: "spawn E2BIG" });
    expect(await run(["sh", "-c", "a\0b"])).toMatchObject({ result: "failed" });
  });

  it("ends after its time, with its children", async () => {
    const start = performance.now();
    expect(await run(["sh", "-c", "sleep 60 | sleep 60"], 300)).toEqual({
      result: "failed",
      reason: "no exit within 300 ms",
    });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("ends with the service", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await run(["sleep", "60"], 60_000, stop.signal)).toEqual({
      result: "failed",
      reason: "the service shuts down",
    });
  });
});
