// The workflows cannot run here. Their text can be read: actions are pinned, permissions are least,
// and commands exist.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/installed-package.js";

interface Job {
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const folder = ".github/workflows";
const { scripts } = JSON.parse(read("package.json"));
const npmScripts = (text: string): string[] =>
  [...text.matchAll(/npm (?:run )?((?:test|check|demo)[\w:]*)/g)].map(([, script]) => script!);
const jobsOf = (file: string): Record<string, Job> => parse(read(`${folder}/${file}`)).jobs;
const commandsOf = (file: string): string =>
  Object.values(jobsOf(file))
    .flatMap(({ steps }) => steps.map(({ run = "" }) => run))
    .join("\n");

describe.each(readdirSync(join(ROOT, folder)))(`${folder}/%s`, (file) => {
  it("pins every action by its commit, and notes the version", () => {
    const uses = read(`${folder}/${file}`).match(/uses: .*/g)!;
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it("grants nothing by default, and each job a list", () => {
    expect(parse(read(`${folder}/${file}`)).permissions).toEqual({});
    for (const [name, { permissions }] of Object.entries(jobsOf(file))) expect(permissions, name).toBeTypeOf("object");
  });

  it("runs npm scripts that exist", () => {
    expect(npmScripts(commandsOf(file)).filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe("ci.yml", () => {
  it("runs what .ci/run runs", () => {
    const ours = npmScripts(read(".ci/run"));
    expect(ours).toContain("test");
    expect(npmScripts(commandsOf("ci.yml"))).toEqual(expect.arrayContaining(ours));
    expect(commandsOf("ci.yml")).toContain("-m pytest -q -p no:cacheprovider exporter");
  });

  it("tests on every major version of Node from the oldest that is supported", () => {
    expect(jobsOf("ci.yml")["test"]!.strategy!.matrix.node).toEqual([20, 22, 24, 26]);
  });

  it("may write nothing", () => {
    for (const { permissions } of Object.values(jobsOf("ci.yml"))) expect(permissions).toEqual({ contents: "read" });
  });
});

describe("release.yml", () => {
  const { build, ...publishers } = jobsOf("release.yml");

  it("publishes only what was checked and tested", () => {
    expect(npmScripts(build!.steps.map(({ run = "" }) => run).join("\n"))).toEqual(["check", "test", "demo:build"]);
    for (const { needs } of Object.values(publishers)) expect(needs).toBe("build");
  });

  it("lets the job that runs dependencies write nothing", () => {
    expect(build!.permissions).toEqual({ contents: "read" });
  });
});
