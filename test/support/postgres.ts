// A server of PostgreSQL for tests: on a free port of the loopback, in a folder of its own.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { requireProgram } from "./programs.js";

/** A server that runs. */
export interface Postgres {
  /** Creates a database, and returns its URL. */
  createDatabase(): string;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops the server, and deletes its folder. */
  remove(): Promise<void>;
}

/** Starts a server. */
export async function startPostgres(): Promise<Postgres> {
  const bin = dirname(requireProgram("postgres"));
  const folder = mkdtempSync(join(tmpdir(), "supportvector-postgres-"));
  const port = await getPort();
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? idsOf("postgres") : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" } };
  const run = (program: string, ...args: readonly string[]): unknown =>
    execFileSync(join(bin, program), args, { ...options, stdio: "ignore" });
  const data = join(folder, "data");
  run("initdb", "--pgdata", data, "--auth", "trust", "--username", "test", "--no-sync");
  let server: ReturnType<typeof spawn>;
  let databases = 0;

  async function start(): Promise<void> {
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off"];
    const flags = settings.flatMap((setting) => ["-c", setting]);
    server = spawn(join(bin, "postgres"), ["-D", data, "-p", `${port}`, ...flags], { ...options, stdio: "ignore" });
    for (let i = 0; ; i++) {
      try {
        run("pg_isready", "--host", "127.0.0.1", "--port", `${port}`);
        return;
      } catch {
        if (i > 200 || server.exitCode !== null) throw new Error("postgres does not start");
        await sleep(50);
      }
    }
  }

  async function kill(): Promise<void> {
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
  }

  await start();
  return {
    createDatabase() {
      const name = `store${databases++}`;
      run("createdb", "--host", "127.0.0.1", "--port", `${port}`, "--username", "test", name);
      return `postgres://test@127.0.0.1:${port}/${name}`;
    },
    kill,
    start,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

function idsOf(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync("id", [flag, name]).toString());
  return { uid: id("-u"), gid: id("-g") };
}
