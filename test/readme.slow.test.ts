// What the README's commands do, beyond that they run (docs.slow.test.ts). The first one runs in a
// fresh copy of the tree.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModel } from "../src/index.js";
import { exampleModel } from "./support/example-model.js";
import { type InstalledPackage, installPackage, ROOT } from "./support/installed-package.js";
import { readPages } from "./support/pages.js";

const [readme] = readPages();
const commands = readme!.blocks.filter(({ language }) => language === "sh").map(({ code }) => code.trim());

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
  writeFileSync(join(project.folder, "model.json"), JSON.stringify(exampleModel()));
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

describe("README.md", () => {
  it("has commands that are run below, by CI, or by the exporter's tests", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const exporter = readFileSync(join(ROOT, "exporter/README.md"), "utf8").matchAll(/```sh\n(.*?)\n```/gs);
    const known = [
      "npm ci && npm run predict",
      "npm test",
      "npm ci && npm run build && npm pack",
      // `installPackage` does the same.
      `npm install ../supportvector/supportvector-${version}.tgz`,
      ...[...exporter].map(([, command]) => command!),
    ];
    const lines = commands.flatMap((command) => command.split("\n"));
    expect(lines.filter((line) => !line.startsWith("npx supportvector") && !known.includes(line))).toEqual([]);
  });

  it("predicts on the command line", () => {
    const lines = ["Age,Shift,Distance (km)", "41,night,12.5", ",early,3"];
    writeFileSync(join(project.folder, "rows.csv"), `${lines.join("\n")}\n`);
    const printed = project.run("sh", "-c", commands.find((command) => command.startsWith("npx supportvector"))!);
    expect(printed).toContain('Shift          category  required        "early", "late", "night"');
    const model = loadModel(exampleModel());
    const records = [
      { Age: 41, Shift: "night", "Distance (km)": 12.5 },
      { Age: null, Shift: "early", "Distance (km)": 3 },
    ];
    const expected = records.map((record, i) => `${lines[i + 1]},${model.predict(record)}`);
    const predicted = readFileSync(join(project.folder, "predicted.csv"), "utf8");
    expect(predicted.trimEnd().split("\n")).toEqual([`${lines[0]},prediction`, ...expected]);
  });

  it("installs, builds and predicts in a fresh copy with one line", () => {
    const copy = mkdtempSync(join(tmpdir(), "supportvector-copy-"));
    try {
      const left = /\/(node_modules|dist|build|\.git)$|\.generated\./;
      cpSync(ROOT, copy, { recursive: true, filter: (path) => !left.test(path) });
      const printed = execFileSync("sh", ["-c", commands.find((command) => command.startsWith("npm ci"))!], {
        cwd: copy,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(printed).toMatch(/^ {2}23 {2}medical consultation +1\.98\d+ +1\.98\d+$/m);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
