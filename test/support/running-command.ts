// The built command in a process of its own, as a user starts it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import getPort from "get-port";

const COMMAND: string = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Where it responds: `http://127.0.0.1:…`. */
  readonly url: string;
  readonly port: number;
  readonly ended: Promise<Ended>;
  /** What it has printed on standard output, the log. */
  log(): string;
  /** What it has printed on standard error. */
  errors(): string;
}

/** Its environment has nothing of ours but what it needs to run. */
const BARE = { PATH: process.env["PATH"] };
const running = new Set<ChildProcess>();

/**
 * Runs `supportvector` with these arguments.
 *
 * @param output the file that is its standard output. Without it, the output is read
 */
export function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  port = 0,
  output: number | "pipe" = "pipe",
): RunningCommand {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...BARE, ...env },
    stdio: ["pipe", output, "pipe"],
  });
  running.add(child);
  let log = "";
  let errors = "";
  child.stdout?.on("data", (text) => {
    log += text;
  });
  child.stderr!.on("data", (text) => {
    errors += text;
  });
  // A command that is killed does not read what was still to come.
  child.stdin!.on("error", () => {});
  // "close" comes after all that was printed.
  const ended = once(child, "close").then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  const url = `http://127.0.0.1:${port}`;
  return { process: child, pid: child.pid!, url, port, ended, log: () => log, errors: () => errors };
}

/** Runs `supportvector serve` on a free port, and waits until it responds. */
export async function serve(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  output: number | "pipe" = "pipe",
): Promise<RunningCommand> {
  const port = await getPort();
  const command = run(["serve", ...args], { PORT: `${port}`, ...env }, port, output);
  await untilRunning(command, () => responds(`${command.url}/live`));
  return command;
}

/** As `serve`, with so many workers, which all listen. */
export async function serveWithWorkers(count: number, ...args: readonly string[]): Promise<RunningCommand> {
  const command = await serve(["--workers", `${count}`, ...args]);
  await untilRunning(command, () => listeners(command).length === count);
  return command;
}

/** The processes that have begun to listen, oldest first: when, and their ids. */
export function listeners({ log }: RunningCommand): { pid: number; time: number }[] {
  const lines = log()
    .split("\n")
    .filter((line) => line.includes('"msg":"Server listening at '));
  return lines.map((line) => JSON.parse(line));
}

/** The ids of those processes. */
export function workersOf(command: RunningCommand): number[] {
  return listeners(command).map(({ pid }) => pid);
}

/** Waits until the condition holds. @throws as soon as the process ends */
async function untilRunning(command: RunningCommand, condition: () => boolean | Promise<boolean>): Promise<void> {
  const ended = command.ended.then(({ code, signal }) => {
    throw new Error(`supportvector exited with ${code ?? signal}: ${command.errors()}`);
  });
  await Promise.race([ended, until(condition)]);
}

async function responds(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.text().then(() => true),
    () => false,
  );
}

/** Asks again and again, until it is so. */
export async function until(condition: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > milliseconds) throw new Error(`not so after ${milliseconds} ms: ${condition}`);
    await wait(20);
  }
}

/** Ends what a test has left running. Workers end with their primary. */
export async function endAll(): Promise<void> {
  for (const child of running) child.kill("SIGKILL");
  await until(() => running.size === 0);
}
