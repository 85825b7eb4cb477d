// `npm run test:live`: random pipelines from a fresh seed, fitted and exported by Python here and now, compared with the built package.
//
//   node test/live/run.js [--seed N] [--count N]
//
// Needs a Python with scikit-learn and pandas: $PYTHON, python3, or Debian's.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel } from "supportvector";

const { values } = parseArgs({ options: { seed: { type: "string" }, count: { type: "string", default: "250" } } });
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
const count = values.count;

function findPython() {
  const candidates = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter(Boolean);
  const found = candidates.find((python) => {
    try {
      execFileSync(python, ["-c", "import sklearn, pandas"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  if (!found)
    throw new Error(
      "No Python with scikit-learn and pandas. On Debian: apt-get install python3-sklearn python3-pandas",
    );
  return found;
}

/** Largest error of a fixture's predictions as a share of their bounds; throws at the first difference beyond one. */
function compare({ model: file, inputs, transformed, predictions, bounds }) {
  const model = loadModel(file);
  const records = inputs.map((row) => Object.fromEntries(file.inputs.map(({ name }, i) => [name, row[i]])));
  const batch = model.predictBatch(records);
  let worst = 0;
  records.forEach((record, i) => {
    const row = model.transform(record);
    const column = row.findIndex(
      (value, c) => !(Math.abs(value - transformed[i][c]) <= (bounds.transformed?.[i][c] ?? 0)),
    );
    if (row.length !== transformed[i].length || column !== -1)
      throw new Error(`row ${i}: column ${column} is ${row[column]}, in scikit-learn ${transformed[i][column]}`);
    const predicted = numbersOf(batch[i]);
    if (numbersOf(model.predict(record)).some((number, t) => number !== predicted[t]))
      throw new Error(`row ${i}: alone and in a batch, the prediction differs`);
    predicted.forEach((number, t) => {
      const error = Math.abs(number - predictions[i][t]);
      const ratio = error === 0 ? 0 : error / bounds.predictions[i][t];
      if (!(ratio <= 1))
        throw new Error(`row ${i}: predicted ${number}, scikit-learn ${predictions[i][t]}: ${ratio} bounds`);
      worst = Math.max(worst, ratio);
    });
  });
  return worst;
}

/** One number per target. */
function numbersOf(prediction) {
  return typeof prediction === "number" ? [prediction] : Object.values(prediction);
}

const folder = mkdtempSync(join(tmpdir(), "supportvector-live-"));
let passed = 0;
let failed = 0;
let worst = 0;
try {
  console.log(`${count} random pipelines, seed ${seed} (again: npm run test:live -- --seed ${seed} --count ${count})`);
  const script = fileURLToPath(new URL("random_pipelines.py", import.meta.url));
  const drawn = spawnSync(findPython(), [script, "--seed", seed, "--count", count, "--output", folder], { stdio: "inherit" });
  if (drawn.status !== 0) failed++;
  for (const file of readdirSync(folder)) {
    const fixture = JSON.parse(readFileSync(join(folder, file), "utf8"));
    try {
      worst = Math.max(worst, compare(fixture));
      passed++;
    } catch (error) {
      failed++;
      console.error(`${fixture.model.metadata.name}: ${error.message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`Worst error: ${worst.toFixed(4)} of the bound`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed < Number(count) ? 1 : 0;
