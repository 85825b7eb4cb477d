// The command, run in this process from its sources. A process of its own takes a quarter of a
// second. What depends on one (pipes, signals, threads, the exit) is tested by finished-command.ts
// and running-command.ts.

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { vi } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { report } from "../../src/cli/report.js";
import type { Finished } from "./finished-command.js";

/** What a command that does not end its process is given. */
interface Surroundings {
  readonly folder?: string;
  readonly input?: string | Uint8Array;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Runs `supportvector`, one run at a time. */
export async function runHere(
  args: readonly string[],
  { folder = process.cwd(), input = "", env = {} }: Surroundings = {},
): Promise<Finished> {
  const before = process.cwd();
  const written = mkdtempSync(join(tmpdir(), "supportvector-output-"));
  const descriptor = openSync(join(written, "stdout"), "w");
  let errors = "";
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([Buffer.from(input)]) as typeof process.stdin);
  vi.spyOn(process, "stdout", "get").mockReturnValue({ fd: descriptor } as typeof process.stdout);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += text;
    return true;
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  process.chdir(folder);
  try {
    const code = await createProgram()
      .parseAsync(args, { from: "user" })
      .then(() => 0, report);
    return { code, output: readFileSync(join(written, "stdout"), "utf8"), errors };
  } finally {
    process.chdir(before);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    closeSync(descriptor);
    rmSync(written, { recursive: true });
  }
}
