// Measures the bundles (size-limit), and shows how far they have grown since scripts/sizes.json was
// written. Fails beyond a limit of package.json. `--write` records the sizes of today.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RECORD = new URL("sizes.json", import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));

const { stdout, stderr } = spawnSync("npx", ["--no-install", "size-limit", "--json"], { cwd: root, encoding: "utf8" });
if (!stdout.startsWith("[")) throw new Error(`expected sizes from size-limit, got ${stdout}${stderr}`);
const bundles = JSON.parse(stdout);
const recorded = JSON.parse(readFileSync(RECORD, "utf8"));

for (const { name, size, sizeLimit, passed } of bundles) {
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const growth = size - (recorded[name] ?? 0);
  const change = growth === 0 ? "as recorded" : `${growth > 0 ? "+" : "−"}${Math.abs(growth)} B since the record`;
  const verdict = passed ? `of ${kilobytes(sizeLimit)}` : `MORE THAN ${kilobytes(sizeLimit)}`;
  console.log(`${name.padEnd(56)} ${kilobytes(size).padStart(7)} ${verdict}, ${change}`);
}
if (bundles.some(({ passed }) => !passed)) process.exitCode = 1;

if (process.argv.includes("--write")) {
  const sizes = Object.fromEntries(bundles.map(({ name, size }) => [name, size]));
  writeFileSync(RECORD, `${JSON.stringify(sizes, undefined, 2)}\n`);
}
