// A log that cannot be written, or that nobody reads, loses lines. Requests still get responses,
// and the process still exits.

import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../support/programs.js";
import { endAll, type RunningCommand, serve, until } from "../support/running-command.js";

let folder: string;
let pipe: string;
/** The reader of the pipe, in this process. */
let reader: number;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
  pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
});
afterEach(endAll);
afterAll(() => {
  closeSync(reader);
  rmSync(folder, { recursive: true });
});

/** More lines than fit into a pipe. */
const MANY = 500;

async function askOften({ url }: RunningCommand): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < MANY; i++) statuses.push((await fetch(`${url}/health`)).status);
  return statuses;
}

/** Returns the milliseconds from SIGTERM to the exit. */
async function end(command: RunningCommand): Promise<number> {
  const began = performance.now();
  command.process.kill("SIGTERM");
  expect(await command.ended).toEqual({ code: 0, signal: null });
  return performance.now() - began;
}

/** Returns the contents of the pipe. */
function drainPipe(): string {
  const bytes = Buffer.alloc(1 << 20);
  let length = 0;
  for (;;)
    try {
      const more = readSync(reader, bytes, length, bytes.length - length, null);
      if (more === 0) break;
      length += more;
    } catch {
      break;
    }
  return bytes.toString("utf8", 0, length);
}

/** Long enough for a busy machine. The log itself takes at most two seconds. */
const SOON = 8000;

describe("the log", () => {
  it.each([[[]], [["--workers", "2"]]])("may have no room %j", async (workers) => {
    const command = await serve(["--log-file", "/dev/full", ...workers]);
    expect(new Set(await askOften(command))).toEqual(new Set([200]));
    expect(await end(command)).toBeLessThan(SOON);
    expect(command.errors()).toContain("(ENOSPC)");
  });

  it("may have no room when the process exits at once", async () => {
    const full = openSync("/dev/full", "a");
    const command = await serve([], {}, full);
    closeSync(full);
    expect(await end(command)).toBeLessThan(SOON);
  });

  it.each([
    ["on standard output", [], true],
    ["on that of workers", ["--workers", "2"], true],
    ["in a file", [], false],
  ])("may be a pipe that nobody reads, %s", async (_name, args, isOutput) => {
    const output = openSync(pipe, "a");
    const command = await serve(isOutput ? args : ["--log-file", pipe], {}, isOutput ? output : "pipe");
    closeSync(output);
    expect(new Set(await askOften(command))).toEqual(new Set([200]));
    expect(await end(command)).toBeLessThan(SOON);
    const lines = drainPipe().split("\n");
    // The pipe holds as many whole lines as it had room for.
    expect(lines.pop()).toBe("");
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("pid");
    expect(lines.length).toBeGreaterThan(100);
  });

  it("is complete once the disk has room again", needs("prlimit"), async () => {
    const file = join(folder, "limited");
    const command = await serve(["--log-file", file]);
    const limitFiles = (bytes: string): void =>
      void execFileSync("prlimit", [`--fsize=${bytes}`, `--pid=${command.pid}`]);
    limitFiles("20000:unlimited");
    await askOften(command);
    await until(() => readFileSync(file).length === 20_000);
    limitFiles("unlimited");
    await end(command);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.filter((line) => JSON.parse(line).route === "/health")).toHaveLength(MANY);
    expect(command.errors()).toContain("(EFBIG)");
  });
});
