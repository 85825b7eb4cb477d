// A program in a process of its own: what it took.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const USAGE = fileURLToPath(new URL("usage.js", import.meta.url));

/**
 * Runs a script of Node. Returns seconds, seconds of processor time, and the most memory in MiB.
 *
 * @param folder of a temporary file
 */
export function measure(args, folder) {
  const usage = join(folder, "usage.json");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", USAGE, ...args], {
    env: { ...process.env, USAGE: usage },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, "utf8"));
  return { seconds, processor: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
}
