// Processes of limited memory, which load grown files.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Loaded } from "./load-grown.js";

/** The largest heap, in megabytes. */
const HEAP = 400;

const script = fileURLToPath(new URL("load-grown.ts", import.meta.url));

/**
 * Loads the files of `count` seeds in a process of its own.
 *
 * @throws Error with the seed of the file at which the process ended
 */
export function loadGrown(seed: number, count: number): Loaded {
  const options = [`--max-old-space-size=${HEAP}`, "--import", "tsx", script, String(seed), String(count)];
  const { status, stdout, stderr } = spawnSync(process.execPath, options, {
    encoding: "utf8",
    maxBuffer: 1e8,
    timeout: 600_000,
  });
  if (status !== 0)
    throw new Error(`expected a process that loads ${count} files, got ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as Loaded;
}
