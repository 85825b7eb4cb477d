// A Redis that misbehaves when told to.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import getPort from "get-port";

export async function startRedis() {
  const port = await getPort();
  let server;

  async function start() {
    server = spawn("redis-server", ["--port", `${port}`, "--save", "", "--bind", "127.0.0.1"], { stdio: "ignore" });
    while (!(await command("PING").catch(() => "")).startsWith("+PONG")) {
      if (server.exitCode !== null) throw new Error(`redis-server exited with ${server.exitCode}`);
      await wait(50);
    }
  }

  /** Sends a command, and returns the reply as Redis writes it. */
  async function command(...words) {
    const socket = connect(port, "127.0.0.1");
    try {
      socket.write(`${words.join(" ")}\r\n`);
      const [reply] = await once(socket, "data");
      return reply.toString();
    } finally {
      socket.destroy();
    }
  }

  async function kill() {
    const exited = once(server, "exit");
    server.kill("SIGKILL");
    await exited;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    /** What it can do, each until `mend`. */
    faults: {
      /** Every command that writes gets an error as reply. */
      "replies with errors": () => command("CONFIG", "SET", "maxmemory", "1"),
      "does not reply": async () => server.kill("SIGSTOP"),
      "is away": kill,
    },
    async mend() {
      server.kill("SIGCONT");
      if (server.exitCode !== null || server.signalCode !== null) await start();
      await command("CONFIG", "SET", "maxmemory", "0");
    },
    kill,
  };
}
