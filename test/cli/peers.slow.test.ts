// The command in a project without the optional peers.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstalledPackage, installPackage } from "../support/installed-package.js";

let project: InstalledPackage;
beforeAll(() => {
  project = installPackage();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

function supportvector(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(join(project.folder, "node_modules/.bin/supportvector"), args, { encoding: "utf8" });
}

describe("the installed command", () => {
  it("prints its help without peers", () => {
    const { status, stdout } = supportvector("serve", "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--model <file>");
  });

  it.each([
    ["1", "fastify"],
    ["2", "pino"],
  ])("names the missing package, with --workers %s", (workers, name) => {
    const { status, stderr } = supportvector("serve", "--port", "0", "--workers", workers);
    const { peerDependencies } = JSON.parse(project.run("cat", "node_modules/supportvector/package.json"));
    const command = `npm install "${name}@${peerDependencies[name]}"`;
    expect(stderr).toMatch(/^supportvector: [^\n]+\n$/);
    expect(stderr).toContain(command);
    expect(status).toBe(1);
  });
});
