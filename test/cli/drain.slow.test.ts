// The shutdown of a service. It responds to the requests that have begun, and exits with 0. Once
// the grace time is over, it exits with 3.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { endAll, listeners, type RunningCommand, serve, until } from "../support/running-command.js";

const BODY = JSON.stringify({ instances: [] });
const HEAD = `POST /batch_predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n`;

/** A connection, and what it received. */
async function open({
  port,
}: RunningCommand): Promise<{ socket: Socket; received(): string; closed: Promise<unknown> }> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (data) => {
    text += data;
  });
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.on("close", resolve));
  await once(socket, "connect");
  return { socket, received: () => text, closed };
}

/** Returns whether a request has started, besides the one for the metrics. */
async function isAnswering({ url }: RunningCommand): Promise<boolean> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return metrics.includes("supportvector_http_requests_in_flight 2");
}

describe.each(["1", "2"])("with --workers %s", (workers) => {
  afterEach(endAll);

  it.each(["SIGTERM", "SIGINT"] as const)("%s shuts down a service without requests, with 0", async (signal) => {
    const command = await serve(["--workers", workers]);
    command.process.kill(signal);
    expect(await command.ended).toEqual({ code: 0, signal: null });
    expect(command.log()).toContain('"msg":"shut down"');
    expect(command.errors()).toBe("");
  });

  it("a request that has started gets its response, and no connection is accepted", async () => {
    const command = await serve(["--workers", workers]);
    const { socket, received, closed } = await open(command);
    socket.write(HEAD);
    await until(() => isAnswering(command));
    command.process.kill("SIGTERM");
    await until(() =>
      fetch(`${command.url}/live`).then(
        () => false,
        () => true,
      ),
    );
    socket.write(BODY);
    await closed;
    expect(received()).toMatch(/^HTTP\/1.1 200 /);
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });

  it("a request that has started gets its response, even if its worker gets a second signal", async () => {
    const command = await serve(["--workers", workers]);
    await until(() => listeners(command).length === Number(workers));
    const { socket, received, closed } = await open(command);
    socket.write(HEAD);
    await until(() => isAnswering(command));
    command.process.kill("SIGTERM");
    await until(() => command.log().split('"msg":"shutting down"').length > Number(workers));
    // As if the whole process group got the signal, but later. A process alone gets it once. A
    // worker without requests has exited by now.
    const workersLeft = listeners(command).filter(({ pid }) => pid !== command.pid);
    for (const { pid } of workersLeft) execFileSync("sh", ["-c", `kill ${pid} || true`], { stdio: "ignore" });
    await wait(200);
    socket.write(BODY);
    await closed;
    expect(received()).toMatch(/^HTTP\/1.1 200 /);
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });

  it.each([
    ["SIGTERM", "SIGTERM"],
    ["SIGTERM", "SIGINT"],
    ["SIGINT", "SIGTERM"],
  ] as const)("%s followed by %s terminates it at once", async (first, second) => {
    const command = await serve(["--workers", workers]);
    const { socket, closed } = await open(command);
    socket.write(HEAD);
    await until(() => isAnswering(command));
    command.process.kill(first);
    await until(() => command.log().includes('"msg":"shutting down'));
    command.process.kill(second);
    expect(await command.ended).toEqual({ code: null, signal: second });
    await closed;
  });

  it("clients get a response or are refused during the shutdown, and none hangs", async () => {
    const command = await serve(["--workers", workers]);
    const { socket } = await open(command);
    socket.write(HEAD);
    await until(() => isAnswering(command));
    command.process.kill("SIGTERM");
    const left = new Set<Socket>();
    for (const start = performance.now(); performance.now() - start < 300; await wait(1)) {
      for (let i = 0; i < 4; i++) {
        const caller = connect(command.port, "127.0.0.1");
        left.add(caller);
        caller.on("error", () => {});
        caller.on("close", () => left.delete(caller));
        caller.resume();
        caller.write("GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      }
    }
    // Before the exit of the service, which closes all connections.
    await until(() => left.size === 0, 2000);
    socket.write(BODY);
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });

  it("a kept connection gets one more response, which announces its end", async () => {
    const command = await serve(["--workers", workers]);
    const { socket, received, closed } = await open(command);
    socket.write(HEAD + BODY);
    await until(() => received().includes('"count":0'));
    expect(received()).not.toMatch(/connection: close/i);
    command.process.kill("SIGTERM");
    await wait(400);
    socket.write(HEAD + BODY);
    await closed;
    expect(received().match(/HTTP\/1.1 200 /g)).toHaveLength(2);
    expect(received()).toMatch(/connection: close/i);
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });

  it("exits with 3 if the grace time is over before a request", async () => {
    const command = await serve(["--workers", workers, "--grace", "0.5", "--request-timeout", "60"]);
    const { socket, closed } = await open(command);
    socket.write(HEAD);
    await until(() => isAnswering(command));
    command.process.kill("SIGTERM");
    await closed;
    expect(await command.ended).toEqual({ code: 3, signal: null });
    expect(command.log()).toMatch(/"level":50,.*"msg":"shut down/);
  });
});
