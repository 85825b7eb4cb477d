// The code of the documentation type-checks. Its programs and commands run as they stand, page by
// page and in order, with the packed package. test/support/pages.ts says which.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFiles } from "./support/example-model.js";
import { type InstalledPackage, installPackage, ROOT } from "./support/installed-package.js";
import { type Block, isCommand, isProgram, readPages } from "./support/pages.js";
import { needs, requireProgram } from "./support/programs.js";
import { typeCheck } from "./support/type-check.js";

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  for (const name of Object.keys(peerDependencies)) link(join("node_modules", name));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Gives the project a package of ours. */
function link(path: string): void {
  const place = join(project.folder, path);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, path), place);
}

const env = { ...process.env, PYTHONPATH: join(ROOT, "exporter"), API_KEYS: "alice:0123456789abcdef" };

/** Runs a program in a page's folder. Returns the lines that it printed. */
function run(folder: string, program: string, ...args: readonly string[]): string[] {
  return execFileSync(program, args, { cwd: folder, env, encoding: "utf8" }).trimEnd().split("\n");
}

/** What the comments behind `console.log(...)`, and on the lines below, say that it prints. */
function promisedLines(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\);(?: \/\/ .*)?(?:\n *\/\/ .*)*/g)].flatMap(([lines]) =>
    [...lines.matchAll(/\/\/ (.*)/g)].map(([, promised]) => promised!),
  );
}

const toJavaScript = (code: string): string => transformSync(code, { loader: "ts", format: "esm" }).code;

/** Runs a program. What it promises is printed. */
function runProgram(folder: string, { code, line }: Block): void {
  const file = join(folder, `line-${line}.js`);
  writeFileSync(file, toJavaScript(code));
  const printed = run(folder, process.execPath, "--import", join(ROOT, "test/support/end-servers.js"), file);
  // Other lines may come between: those of a log.
  let next = 0;
  for (const promised of promisedLines(code)) {
    const at = printed.indexOf(promised, next);
    expect(printed.slice(next), promised).toContain(promised);
    next = at + 1;
  }
}

/** Writes a file, and what it is in JavaScript. */
function writeBlock(folder: string, { file, code }: Block): void {
  writeFileSync(join(folder, file!), code);
  if (file!.endsWith(".ts")) writeFileSync(join(folder, file!.replace(/ts$/, "js")), toJavaScript(code));
}

/** Runs the scripts of a page for browsers. The model that it loads verifies. */
async function openPage(folder: string, { code }: Block): Promise<void> {
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const page = createContext({ fetch: async (path: string) => ({ text: async () => read(path) }) });
  for (const [, source, inline] of code.matchAll(/<script(?: src="(.*)")?>(.*?)<\/script>/gs))
    runInContext(source ? readFileSync(join(project.folder, source), "utf8") : inline!, page);
  const model = await runInContext("loading", page);
  expect(model.verify()).toMatchObject({ passed: true, rows: 1 });
}

/** What is done with a block. Undefined with one that is only read. */
function work(block: Block): ((folder: string, block: Block) => void | Promise<void>) | undefined {
  if (block.file !== undefined) return writeBlock;
  if (isProgram(block)) return runProgram;
  if (isCommand(block)) return (folder, { code }) => void run(folder, "sh", "-ec", code);
  if (block.language === "python")
    return (folder, { code }) => void run(folder, requireProgram("scikit-learn"), "-c", code);
  if (block.language === "html") return openPage;
  return undefined;
}

const all = readPages();

it("the code in TypeScript type-checks", () => {
  const files: Record<string, string> = {};
  const lines = new Map<string, { page: string; line: number }>();
  for (const { path: page, blocks } of all) {
    // Each page is a folder, so that its files are its own.
    const put = (file: string, text: string): void => {
      files[`pages/${page}/${file}`] = text;
    };
    for (const [file, text] of Object.entries(exampleFiles())) put(file, text);
    for (const { language, file, line, code } of blocks) {
      if (language !== "ts" && file === undefined) continue;
      const name = file ?? `line-${line}.ts`;
      put(name, code);
      lines.set(`pages/${page}/${name}`, { page, line });
    }
  }
  const problems = typeCheck(files).map(({ path, line, message }) => {
    const block = lines.get(path)!;
    return `${block.page}:${block.line + 1 + line} ${message}`;
  });
  expect(problems).toEqual([]);
});

// tutorial.slow.test.ts runs the tutorial.
const pages = all
  .filter(({ path }) => path !== "docs/tutorial.md")
  .map(({ path, blocks }) => ({ path, blocks: blocks.filter((block) => work(block)) }));

for (const { path, blocks } of pages.filter((page) => page.blocks.length > 0)) {
  const options = blocks.some(({ language }) => language === "python") ? needs("scikit-learn") : {};
  describe(path, options, () => {
    let folder: string;
    beforeAll(() => {
      folder = join(project.folder, "pages", path);
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of Object.entries(exampleFiles())) writeFileSync(join(folder, file), text);
    });

    it.each(blocks)("line $line runs: $language", (block) => work(block)!(folder, block));
  });
}
