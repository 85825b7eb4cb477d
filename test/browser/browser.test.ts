// The packed package, installed into an empty project, in the browsers that the machine has: as
// bundled by Vite and by esbuild, on the main thread and in a worker, and as plain scripts. Each
// page gives the bits that Node gives, under a Content-Security-Policy without eval and inline
// scripts.

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as buildWithEsbuild } from "esbuild";
import type { Browser } from "puppeteer-core";
import { build as buildWithVite } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predictBatch } from "../../src/absenteeism/index.js";
import { loadModel } from "../../src/index.js";
import { type InstalledPackage, installPackage, ROOT } from "../support/installed-package.js";
import { type Package, predictBits } from "../support/predicted-bits.js";
import { readTasks, toJson } from "../support/tasks.js";
import { BROWSER_NAMES, launchBrowser, readReport } from "./browsers.js";
import { type Site, serve } from "./serve.js";

let project: InstalledPackage;
let site: Site;
let expected: Record<string, string>;

beforeAll(async () => {
  project = installPackage();
  const source = join(project.folder, "test/browser/pages");
  const target = (name: string): string => join(project.folder, "site", name);
  cpSync(join(ROOT, "test/browser/pages"), source, { recursive: true });
  const shared = "test/support/predicted-bits.ts";
  cpSync(join(ROOT, shared), join(project.folder, shared));

  const pages = ["main.html", "worker.html"].map((page) => join(source, page));
  await buildWithVite({
    configFile: false,
    root: source,
    base: "./",
    logLevel: "warn",
    build: { outDir: target("vite"), emptyOutDir: false, rolldownOptions: { input: pages } },
  });

  const modules = ["main.js", "start-worker.js", "worker.js"].map((module) => join(source, module));
  const options = { bundle: true, minify: true, logLevel: "warning" } as const;
  await buildWithEsbuild({ ...options, entryPoints: modules, format: "esm", outdir: target("esbuild") });
  for (const page of pages) cpSync(page, join(target("esbuild"), page.slice(source.length)));

  await buildWithEsbuild({ ...options, entryPoints: [join(source, "script.js")], outdir: target("script") });
  cpSync(join(source, "script.html"), join(target("script"), "script.html"));
  for (const script of ["supportvector.iife.js", "absenteeism.iife.js"])
    cpSync(join(project.folder, "node_modules/supportvector/dist", script), join(target("script"), script));

  mkdirSync(target("refused"));
  for (const file of ["refused.html", "refused.js", "refused-worker.js"])
    cpSync(join(source, file), join(target("refused"), file));

  const tasks = toJson(readTasks());
  writeFileSync(target("tasks.json"), tasks);
  expected = predictBits({ loadModel, predictBatch } as unknown as Package, JSON.parse(tasks));
  site = await serve(target(""));
});

afterAll(async () => {
  await site?.close();
  rmSync(project.folder, { recursive: true, force: true });
});

describe.each(BROWSER_NAMES)("%s", (name) => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser(name);
    console.log(`${name}: ${await browser.version()}`);
  });
  afterAll(() => browser?.close());

  it.each([
    ["bundled by Vite, on the main thread", "vite/main.html"],
    ["bundled by Vite, in a worker", "vite/worker.html"],
    ["bundled by esbuild, on the main thread", "esbuild/main.html"],
    ["bundled by esbuild, in a worker", "esbuild/worker.html"],
    ["as plain scripts", "script/script.html"],
  ])("predicts Node's bits: %s", async (_, page) => {
    const { report, violations, complaints } = await readReport(browser!, site.url + page);
    expect({ violations, complaints }).toEqual({ violations: [], complaints: [] });
    const bits = report as Record<string, string>;
    expect(Object.keys(bits)).toEqual(Object.keys(expected));
    expect(Object.keys(expected).filter((fixture) => bits[fixture] !== expected[fixture])).toEqual([]);
  });

  it("is under a policy that refuses inline scripts and code from strings", async () => {
    const { report, violations, complaints } = await readReport(browser!, `${site.url}refused/refused.html`);
    expect([...violations].sort()).toEqual(["script-src", "script-src-elem"]);
    expect(report).toBe("script-src");
    expect(complaints.length).toBeGreaterThan(0);
  });
});
