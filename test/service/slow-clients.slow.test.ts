// Clients that send slowly or never read, and lose their connections for it.

import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { until } from "../support/running-command.js";
import { countConnections, RECORD, startService, stopServices } from "../support/service.js";

afterAll(stopServices);

/**
 * Sends a byte every 200 ms.
 *
 * @returns the response, and the seconds until the connection was closed
 */
async function drip(port: number, beginning: string): Promise<{ response: string; seconds: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    let response = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(beginning));
    const timer = setInterval(() => socket.write("a"), 200);
    socket.on("data", (data) => (response += data));
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(timer);
      resolve({ response, seconds: (performance.now() - started) / 1000 });
    });
  });
}

describe("slow requests", () => {
  const headers = "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  it.concurrent.each([
    ["headers", `${headers}X-Slow: `],
    ["a body", `${headers}Content-Length: 1000\r\n\r\n{"Age": `],
    ["a body in chunks", `${headers}Transfer-Encoding: chunked\r\n\r\n400\r\n{"Age": `],
  ])("with %s end within five seconds, with a response", async (_, beginning) => {
    const { port } = await startService();
    const { response, seconds } = await drip(port, beginning);
    expect(response).toMatch(/^HTTP\/1.1 408 .*"type":"RequestTimeoutError"/s);
    expect(seconds).toBeGreaterThan(3);
    expect(seconds).toBeLessThan(5);
  });

  it("that never start end too", async () => {
    const { port } = await startService({ requestTimeout: 500 });
    const started = performance.now();
    await new Promise((resolve) =>
      connect(port, "127.0.0.1")
        .on("close", resolve)
        .on("error", () => {})
        .resume(),
    );
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("do not keep a service from shutting down", async () => {
    const { port, post, service } = await startService({ requestTimeout: 500 });
    const slow = connect(port, "127.0.0.1", () => slow.write(`${headers}Content-Length: 9\r\n\r\n{`)).on(
      "error",
      () => {},
    );
    const closed = once(slow, "close");
    expect((await post("/predict", RECORD)).status).toBe(200);
    await service.close();
    await closed;
  });

  it("do not delay others", async () => {
    const { port, post } = await startService({ requestTimeout: 1000 });
    const slow = Array.from({ length: 50 }, () => drip(port, headers));
    expect((await post("/predict", RECORD)).status).toBe(200);
    for (const { response } of await Promise.all(slow)) expect(response).toMatch(/^HTTP\/1.1 408 /);
    expect((await post("/predict", RECORD)).status).toBe(200);
  });
});

describe("clients that never read", () => {
  it("lose their connection, and what they held", async () => {
    const started = await startService({ inactivityTimeout: 300, requestTimeout: 60_000 });
    const { port, post } = started;
    const client = connect(port, "127.0.0.1").pause();
    // More responses than the buffers of the system take.
    client.write("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));
    client.on("error", () => {});
    await until(async () => (await countConnections(started)) === 1);
    await until(async () => (await countConnections(started)) === 0, 20_000);
    client.destroy();
    expect((await post("/predict", RECORD)).status).toBe(200);
  });

  it("keep their connection between two requests", async () => {
    const started = await startService({ inactivityTimeout: 100 });
    const client = connect(started.port, "127.0.0.1");
    for (let i = 0; i < 3; i++) {
      client.write("GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      expect(`${(await once(client, "data"))[0]}`).toMatch(/^HTTP\/1.1 200 /);
      await sleep(300);
    }
    expect(await countConnections(started)).toBe(1);
    client.destroy();
  });

  it("leave room for others once they are above the limit", async () => {
    const { port, send, stop } = await startService({ maxConnections: 2 });
    const request = "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const silent = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    await Promise.all(silent.map((socket) => once(socket, "connect")));
    expect([await send(request), await send(request)]).toEqual(["", ""]);
    for (const socket of silent) socket.destroy();
    await until(async () => (await send(request)).startsWith("HTTP/1.1 200 "));
    expect((await stop()).match(/connections above the limit/g)).toHaveLength(1);
  });
});
