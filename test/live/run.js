// `npm run test:live`: random pipelines from a fresh seed, fitted and exported by Python here and
// now, compared with the built package.
//
//   npm run test:live -- [--seed N] [--count N]
//   npm run test:live -- --compare FIXTURE
//
// A failure prints its seed, and the pipeline made as small as it still fails (shrink.py).

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { requireProgram } from "../support/programs.js";
import { compare, compareFolder } from "./compare.js";

const { values } = parseArgs({
  options: { seed: { type: "string" }, count: { type: "string", default: "1000" }, compare: { type: "string" } },
});

/** Draws, compares, and makes the first failure smaller. */
function run(seed, count, folder) {
  console.log(`${count} random pipelines, seed ${seed} (again: npm run test:live -- --seed ${seed} --count ${count})`);
  const python = requireProgram("scikit-learn");
  const script = (name) => fileURLToPath(new URL(name, import.meta.url));
  const draw = [script("random_pipelines.py"), "--seed", seed, "--count", count, "--output", folder];
  execFileSync(python, draw, { stdio: "inherit" });
  const { equal, worst, failures } = compareFolder(folder);
  console.log(`Worst error: ${worst.toFixed(4)} of the bound`);
  for (const [name, message] of failures) console.error(`${name}: ${message}`);
  if (failures.length > 0) {
    const failing = failures[0][0].replace("seed ", "");
    execFileSync(python, [script("shrink.py"), failing], { stdio: "inherit" });
  }
  console.log(`${equal} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 || equal < Number(count) ? 1 : 0;
}

if (values.compare) {
  try {
    compare(JSON.parse(readFileSync(values.compare, "utf8")));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
} else {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-live-"));
  try {
    run(values.seed ?? String(Math.floor(Math.random() * 2 ** 31)), values.count, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
