// `supportvector serve` with all protections, and the state of its workers.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import getPort from "get-port";
import { followLog } from "./follow-log.js";
import { placeModel } from "./models.js";

export const API_KEY = "load-test-key-0123456789";
/** V8 lets a larger heap grow for a minute before it collects garbage, which would hide a leak. */
const SMALL_HEAP = "--max-old-space-size=48 --max-semi-space-size=2";
const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/**
 * @param folder of the model file and the log
 * @param more options of the command, and variables of its environment
 */
export async function startServer(folder, workers, { options: more = [], env = {} } = {}) {
  const port = await getPort();
  const model = join(folder, "model.json");
  const logFile = join(folder, `${port}.log`);
  placeModel(model, 0);
  const options = ["--model", model, "--log-file", logFile, "--port", `${port}`, "--workers", `${workers}`];
  const protections = ["--rate-limit", "1000000000", "--cors-origin", "https://a.example", "--request-timeout", "4"];
  const child = spawn(process.execPath, [COMMAND, "serve", ...options, ...protections, ...more], {
    env: { PATH: process.env.PATH, API_KEYS: `load:${API_KEY}`, NODE_OPTIONS: SMALL_HEAP, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const log = followLog(logFile);
  const server = {
    port,
    pid: child.pid,
    model,
    ended: once(child, "exit").then(([code, signal]) => ({ code, signal })),
    /** Returns what its log has had so far. */
    log,
    /** Returns the process ids of the live workers, oldest first. */
    workers: () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ").map(Number),
    signal: (name) => child.kill(name),
    replaceModel(which) {
      placeModel(model, which);
      child.kill("SIGHUP");
    },
  };
  while (log().listeners.length < workers) {
    if (child.exitCode !== null) throw new Error(`supportvector serve exited with ${child.exitCode}`);
    await wait(50);
  }
  return server;
}

/** Returns the resident memory of a process, in MiB. */
export function residentMemory(pid) {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kibibytes) / 1024;
}
