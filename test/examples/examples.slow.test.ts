// Each example runs, with the packed package, and predicts what scikit-learn predicts.

import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import getPort from "get-port";
import type { Page } from "puppeteer-core";
import { preview } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../browser/browsers.js";
import { serve } from "../browser/serve.js";
import { type InstalledPackage, installPackage, ROOT } from "../support/installed-package.js";
import { needs, requireProgram } from "../support/programs.js";

/** What scikit-learn predicts for the rows of examples/rows.csv, by their Id. */
const EXPECTED: ReadonlyMap<string, number> = new Map(
  readFileSync(join(ROOT, "examples/expected.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",") as [string, string])
    .map(([id, prediction]) => [id, Number(prediction)]),
);
const FIRST = EXPECTED.get("1")!;
const RECORD = JSON.stringify({ Age: 41, Shift: "night", "Distance (km)": 12.5 });

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  cpSync(join(ROOT, "examples"), join(project.folder, "examples"), {
    recursive: true,
    filter: (path) => !/node_modules|\.next/.test(path),
  });
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Returns a folder with a `python3` that has scikit-learn and the exporter. */
function placePython(): string {
  const folder = join(project.folder, "bin");
  mkdirSync(folder, { recursive: true });
  const lines = [`export PYTHONPATH='${join(ROOT, "exporter")}'`, `exec '${requireProgram("scikit-learn")}' "$@"`];
  writeFileSync(join(folder, "python3"), `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
  return folder;
}

/**
 * Installs the dependencies of an example, with the tarball for the package. Returns its folder.
 */
function install(name: string): string {
  const folder = join(project.folder, "examples", name);
  const file = join(folder, "package.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("file:../..", `file:${project.tarball}`));
  execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  return folder;
}

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    const gone = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill();
    await gone;
  }
});

/** Starts a server. Returns the URL that it prints. */
async function start(folder: string, ...args: string[]): Promise<string> {
  const port = await getPort();
  const env = { ...process.env, PORT: String(port), NEXT_TELEMETRY_DISABLED: "1" };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[^\s]+/.exec(line)?.[0];
    if (url !== undefined) return url.replace("[::]", "localhost").replace("0.0.0.0", "localhost");
  }
  throw new Error(`${args.join(" ")} ended with exit code ${child.exitCode}, and no URL`);
}

async function post(url: string, body: string): Promise<{ status: number; body: { prediction?: number } }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, body: (await response.json()) as { prediction?: number } };
}

async function visit<T>(url: string, read: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser("Chromium");
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await read(page);
  } finally {
    await browser.close();
  }
}

const settledOutput = async (page: Page): Promise<string> => {
  await page.waitForFunction("document.querySelector('output').textContent !== '…'");
  return page.$eval("output", (output) => output.textContent ?? "");
};

it("are all listed in their README, and here", () => {
  const folders = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const listed = [...readFileSync(join(ROOT, "examples/README.md"), "utf8").matchAll(/^\| \[([\w-]+)\]/gm)];
  expect(listed.map(([, name]) => name).sort()).toEqual(folders.sort());
  const tests = readFileSync(import.meta.filename, "utf8");
  for (const folder of folders) expect(tests).toContain(`it("${folder}"`);
});

describe("example", () => {
  it("node-script", () => {
    const folder = install("node-script");
    const [prediction, ...rest] = execFileSync(process.execPath, ["predict.js"], { cwd: folder, encoding: "utf8" })
      .trim()
      .split("\n");
    expect(Number.parseFloat(prediction!)).toBeCloseTo(FIRST, 12);
    expect(prediction).toMatch(/ hours$/);
    expect(rest).toMatchObject([expect.stringMatching(/^warning: "Age"/), "rejected: Age WRONG_TYPE"]);
  });

  it("batch-csv", () => {
    const folder = install("batch-csv");
    const rows = `${readFileSync(join(folder, "../rows.csv"), "utf8")}7,young,night,1\n`;
    writeFileSync(join(folder, "rows.csv"), rows);
    const printed = execFileSync(process.execPath, ["score.js", "rows.csv"], { cwd: folder, encoding: "utf8" });
    const [header, ...scored] = printed.trim().split("\n");
    expect(header).toBe("Id,Age,Shift,Distance (km),predicted");
    expect(scored).toHaveLength(EXPECTED.size);
    for (const line of scored) {
      const fields = line.split(",");
      expect(Number(fields.at(-1))).toBeCloseTo(EXPECTED.get(fields[0]!)!, 12);
    }
  });

  it("fastify-plugin", async () => {
    const url = await start(install("fastify-plugin"), "server.js");
    const { status, body } = await post(`${url}/absence/predict`, RECORD);
    expect(status).toBe(200);
    expect(body.prediction).toBeCloseTo(FIRST, 12);
    expect((await post(`${url}/absence/predict`, "{}")).status).toBe(400);
  });

  it("express", async () => {
    const url = await start(install("express"), "server.js");
    const { status, body } = await post(`${url}/predict`, RECORD);
    expect(status).toBe(200);
    expect(body.prediction).toBeCloseTo(FIRST, 12);
    expect((await post(`${url}/predict`, "{}")).status).toBe(400);
  });

  it("cloudflare-worker", async () => {
    const url = await start(install("cloudflare-worker"), "dev.js");
    const { status, body } = await post(url, RECORD);
    expect(status).toBe(200);
    expect(body.prediction).toBeCloseTo(FIRST, 12);
    expect((await post(url, "{")).status).toBe(400);
  });

  it("browser-page", needs("chromium"), async () => {
    const site = await serve(dirname(install("browser-page")));
    try {
      const shown = await visit(`${site.url}browser-page/`, async (page) => {
        const first = await settledOutput(page);
        await page.focus("input[name=Age]");
        await page.keyboard.press("ArrowUp");
        return [first, await settledOutput(page)];
      });
      expect(shown[0]).toBe(`${FIRST.toFixed(2)} hours`);
      expect(shown[1]).toMatch(/^\d+\.\d\d hours$/);
      expect(shown[1]).not.toBe(shown[0]);
    } finally {
      await site.close();
    }
  });

  it("web-worker", needs("chromium"), async () => {
    const folder = install("web-worker");
    execFileSync("npm", ["run", "build"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const server = await preview({ configFile: false, root: folder, preview: { port: 0 }, logLevel: "error" });
    try {
      const shown = await visit(server.resolvedUrls!.local[0]!, settledOutput);
      expect(shown).toMatch(/^[5-9]\.\d\d hours$/);
    } finally {
      await server.close();
    }
  });

  it("retraining", needs("scikit-learn"), async () => {
    const folder = install("retraining");
    const PATH = `${placePython()}:${process.env["PATH"]}`;
    const env = { PATH, HOME: process.env["HOME"], PORT: String(await getPort()) };
    const { stdout } = await promisify(execFile)(process.execPath, ["loop.js"], { cwd: folder, env });
    const steps = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(steps.map(({ step }) => step)).toEqual([
      "serving",
      "retrained",
      "challenged",
      "decided",
      "promoted",
      "ended",
    ]);
    const [{ version: old }, , { version }, { decision, champion, challenger }, promoted, ended] = steps;
    expect(version).not.toBe(old);
    expect([decision, promoted.variant]).toEqual(["challenger", "challenger"]);
    expect(challenger.mae).toBeLessThan(champion.mae);
    // Each response is the prediction of the version that it names, and none of the old one.
    expect(ended).toMatchObject({ wrong: 0, afterPromotion: { champion: 0 }, firings: 1 });
    expect(ended.afterPromotion.challenger).toBeGreaterThanOrEqual(500);
  });

  it("nextjs", needs("chromium"), async () => {
    const folder = install("nextjs");
    const next = "node_modules/next/dist/bin/next";
    execFileSync(process.execPath, [next, "build"], {
      cwd: folder,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const url = await start(folder, next, "start");
    const { status, body } = await post(`${url}/predict`, RECORD);
    expect(status).toBe(200);
    expect(body.prediction).toBeCloseTo(FIRST, 12);
    const [server, client] = await visit(url, (page) =>
      Promise.all(["#server", "output"].map((part) => page.$eval(part, (element) => element.textContent ?? ""))),
    );
    expect(server).toContain(FIRST.toFixed(2));
    expect(client).toBe(FIRST.toFixed(2));
  });
});
