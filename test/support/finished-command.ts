// The built command, run to its end in a folder of its own.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** What a command printed, and what it ended with. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** An empty folder. */
export interface Workplace {
  readonly folder: string;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  /** Names of the files in it. */
  list(): string[];
  /** Runs `supportvector` in the folder. */
  run(args: readonly string[], input?: string | Uint8Array): Finished;
  /** Runs a line of shell in which `$sv` is the command. */
  shell(line: string): Finished;
  remove(): void;
}

export function createWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-command-"));
  const spawn = (command: string, args: readonly string[], input: string | Uint8Array): Finished => {
    const env = { PATH: process.env["PATH"], sv: `${process.execPath} ${COMMAND}` };
    const { error, status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, input, maxBuffer: 2 ** 30 });
    // A program that cannot be started. EPIPE is no failure: a command need not read all input.
    if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    return { code: status, output: stdout.toString(), errors: stderr.toString() };
  };
  return {
    folder,
    write: (name, content) => writeFileSync(join(folder, name), content),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    list: () => readdirSync(folder).sort(),
    run: (args, input = "") => spawn(process.execPath, [COMMAND, ...args], input),
    shell: (line) => spawn("bash", ["--norc", "-o", "pipefail", "-c", line], ""),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
