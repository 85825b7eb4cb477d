// docs/tutorial.md works as it stands. Its commands run in their order in one folder, and print
// what the page says.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledPackage, installPackage, ROOT } from "./support/installed-package.js";
import { type Block, readPages } from "./support/pages.js";
import { needs, requireProgram } from "./support/programs.js";

const { blocks } = readPages().find(({ path }) => path === "docs/tutorial.md")!;

/** What the page installs is there already: `prepare` has done it without a network. */
const installs = ({ code }: Block): boolean => /^(npm init|npm install)/.test(code);
const serves = ({ code }: Block): boolean => code.startsWith("npx supportvector serve");
const commands = blocks.filter((block) => block.language === "sh" && !installs(block));

/** The output that the page shows for a command, if any, before the next command. */
function promisedBy(command: Block): Block | undefined {
  const next = blocks[blocks.indexOf(command) + 1];
  return next && ["text", "json"].includes(next.language) ? next : undefined;
}

describe("docs/tutorial.md", needs("scikit-learn", "curl"), () => {
  let project: InstalledPackage;
  let port: number;
  let service: ReturnType<typeof spawn> | undefined;
  beforeAll(async () => {
    project = installPackage();
    port = await getPort();
    prepare(project.folder);
  });
  afterAll(async () => {
    if (service?.exitCode === null) {
      service.kill();
      await once(service, "exit");
    }
    rmSync(project.folder, { recursive: true, force: true });
  });

  it.each(commands)("line $line: $code", async (command) => {
    for (const { file, code } of blocks.slice(0, blocks.indexOf(command)))
      if (file !== undefined && file !== "absence.ts") writeFileSync(join(project.folder, file), code);
    if (serves(command)) return serve(command.code);
    const printed = await run(command.code.replace(":5000", `:${port}`));
    const promised = promisedBy(command);
    if (promised?.language === "text") expect(printed).toBe(promised.code);
    if (promised?.language === "json") {
      const { timestamp: _, ...response } = JSON.parse(promised.code);
      expect(JSON.parse(printed)).toEqual({ ...response, timestamp: expect.any(String) });
    }
  });

  it("shows the type that is generated", () => {
    const { code } = blocks.find(({ file }) => file === "absence.ts")!;
    expect(readFileSync(join(project.folder, "absence.ts"), "utf8")).toBe(code);
  });

  /** Installs the peers and TypeScript as links, and `python3` and the exporter as commands. */
  function prepare(folder: string): void {
    const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const name of [...Object.keys(peerDependencies), "typescript", "@types/node", ".bin/tsc"]) {
      const link = join(folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), link);
    }
    mkdirSync(join(folder, "bin"));
    const python = requireProgram("scikit-learn");
    for (const [name, line] of [
      ["python3", `exec ${python} "$@"`],
      ["supportvector-export", `exec ${python} -m supportvector_export "$@"`],
    ] as const) {
      writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${line}\n`);
      chmodSync(join(folder, "bin", name), 0o755);
    }
  }

  function start(code: string): ReturnType<typeof spawn> {
    const { folder } = project;
    const env = {
      ...process.env,
      PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
      PYTHONPATH: join(folder, "node_modules/supportvector/exporter"),
      PORT: String(port),
    };
    return spawn("sh", ["-ec", code], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  }

  /** Runs commands and returns what they print. */
  async function run(code: string): Promise<string> {
    const shell = start(code);
    let printed = "";
    shell.stdout!.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
    const [status] = await once(shell, "close");
    expect(status).toBe(0);
    return printed;
  }

  /** Starts the service and waits until it listens. npx would not pass signals on. */
  async function serve(code: string): Promise<void> {
    service = start(code.replace("npx ", "exec node_modules/.bin/"));
    const lines = service.stdout!.setEncoding("utf8");
    await new Promise<void>((resolve, reject) => {
      lines.on("data", (text) => text.includes("listening") && resolve());
      service!.once("exit", (status) => reject(new Error(`the service exited with ${status}`)));
    });
  }
});
