// The engines, and how each of them runs a script and hands out one string.

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BrowserName, launchBrowser, readReport } from "../browser/browsers.js";
import { serve } from "../browser/serve.js";
import { requireProgram } from "../support/programs.js";

export interface Engine {
  readonly name: string;
  /**
   * Runs statements, and gives the string that an expression comes to after them.
   *
   * @throws where the engine is not installed, saying what to install
   */
  evaluate(statements: string, expression: string): Promise<{ version: string; text: string }>;
}

interface Shell {
  /** Where it is. Throws where it is missing. */
  readonly find: () => string;
  /** What comes before the script's path. */
  readonly args?: readonly string[];
  readonly print: "print" | "console.log";
  readonly version?: (program: string) => Promise<string>;
}

const MILLISECONDS = 120_000;
const execute = promisify(execFile);

/** A program that runs a script file, and prints. */
function shell(name: string, { find, args = [], print, version = askVersion }: Shell): Engine {
  return {
    name,
    async evaluate(statements, expression) {
      const path = find();
      return await inFolder(async (folder) => {
        const script = join(folder, "script.js");
        writeFileSync(script, `${statements}\n${print}(${expression});\n`);
        // At home in the folder: what it caches goes with it.
        const env = { ...process.env, HOME: folder };
        const options = { cwd: folder, env, maxBuffer: 2 ** 28, timeout: MILLISECONDS };
        const { stdout } = await execute(path, [...args, script], options);
        return { version: await version(path), text: stdout };
      });
    },
  };
}

async function askVersion(path: string): Promise<string> {
  const { stdout } = await execute(path, ["--version"]);
  return findVersion(stdout);
}

/** The first number with points in what a program says of itself. */
function findVersion(text: string): string {
  return text.match(/\d+(\.\d+)+/)?.[0] ?? "unknown";
}

/** jsc does not tell its version. Debian does. */
async function askDebian(): Promise<string> {
  const { stdout } = await execute("dpkg-query", ["--show", "libjavascriptcoregtk-4.0-bin"]);
  return findVersion(stdout.split("\t")[1] ?? "");
}

/**
 * Returns the path of a file of a package in test/engines/node_modules. @throws where it is missing
 */
function installed(path: string): string {
  const file = fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${path} is not installed (npm run test:engines:setup)`);
  return file;
}

function browser(name: BrowserName): Engine {
  return {
    name,
    async evaluate(statements, expression) {
      const running = await launchBrowser(name);
      try {
        const version = findVersion(await running.version());
        return await inFolder(async (folder) => {
          writeFileSync(join(folder, "script.js"), `${statements}\nglobalThis.report = ${expression};\n`);
          writeFileSync(join(folder, "index.html"), '<!doctype html><script src="script.js"></script>');
          const site = await serve(folder);
          try {
            const { report, complaints } = await readReport(running, site.url);
            if (typeof report !== "string") throw new Error(complaints.join("\n"));
            return { version, text: report };
          } finally {
            await site.close();
          }
        });
      } finally {
        await running.close();
      }
    },
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-engine-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const QUICKJS = "quickjs-emscripten/package.json";

/** The first is the one that all others are compared with. */
export const ENGINES: readonly Engine[] = [
  ...["20", "22", "24", "26"].map((major) =>
    shell(`Node ${major}`, { find: () => installed(`node-${major}/bin/node`), print: "console.log" }),
  ),
  browser("Chromium"),
  shell("Deno", {
    find: () => installed("@deno/linux-x64-glibc/deno"),
    args: ["run", "--no-config"],
    print: "console.log",
  }),
  browser("Firefox"),
  shell("SpiderMonkey", { find: () => requireProgram("js102"), print: "print" }),
  shell("JavaScriptCore", { find: () => requireProgram("jsc"), print: "print", version: askDebian }),
  shell("Bun", { find: () => installed("@oven/bun-linux-x64-baseline/bin/bun"), print: "console.log" }),
  shell("QuickJS", {
    // quickjs.js is run by Node, and imports the package.
    find: () => installed(QUICKJS) && process.execPath,
    args: [fileURLToPath(new URL("quickjs.js", import.meta.url))],
    print: "print",
    version: async () => JSON.parse(readFileSync(installed(QUICKJS), "utf8")).version,
  }),
];
