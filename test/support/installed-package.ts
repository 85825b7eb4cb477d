// The packed package, installed into an empty project: what a user gets.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

export interface InstalledPackage {
  /** The project's folder. */
  readonly folder: string;
  /** The files in the package, by their paths in it. */
  readonly files: readonly string[];
  /** The tarball. */
  readonly tarball: string;
  /** Runs a command in the project's folder, and returns what it printed. */
  run(command: string, ...args: string[]): string;
}

/** Packs the built package and installs it. Needs no network: it has no dependencies. */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-package-"));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [description] = Object.values(JSON.parse(packed)) as [{ files: { path: string }[] }];
  const tarball = join(folder, readdirSync(folder).find((file) => file.endsWith(".tgz"))!);
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
  run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  return { folder, files: description.files.map(({ path }) => path), tarball, run };
}
