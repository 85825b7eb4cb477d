// `npm run test:live`: random pipelines from a fresh seed, fitted and exported by Python here and now, compared with the built package.
//
//   node test/live/run.js [--seed N] [--count N]
//
// Needs a Python with scikit-learn and pandas: $PYTHON, python3, or Debian's.

import { execFileSync } from "node:child_process";
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

/** Largest error of a fixture's predictions as a share of the parity bound; throws at the first difference beyond it. */
function compare({ model: file, inputs, transformed, predictions }) {
  const model = loadModel(file);
  const records = inputs.map((row) => Object.fromEntries(file.inputs.map(({ name }, i) => [name, row[i]])));
  const batch = model.predictBatch(records);
  const ratios = records.map((record, i) => {
    const row = model.transform(record);
    const column = row.findIndex((value, c) => value !== transformed[i][c]);
    if (row.length !== transformed[i].length || column !== -1) throw new Error(`row ${i}: column ${column} differs`);
    if (model.predict(record) !== batch[i]) throw new Error(`row ${i}: alone and in a batch, the prediction differs`);
    const error = Math.abs(batch[i] - predictions[i]);
    const ratio = error === 0 ? 0 : error / parityBound(file, transformed[i]);
    if (!(ratio <= 1)) throw new Error(`row ${i}: predicted ${batch[i]}, scikit-learn ${predictions[i]}`);
    return ratio;
  });
  return Math.max(0, ...ratios);
}

/** 16 · 2⁻⁵² · (Σ|αᵢKᵢ| + |b|), straight from the model file. */
function parityBound({ regressor }, row) {
  let magnitude = Math.abs(regressor.intercept);
  regressor.dual_coef.forEach((alpha, i) => {
    let distance = 0;
    for (const { columns, rows, index } of regressor.support_vectors)
      columns.forEach((column, c) => {
        distance += (row[column] - rows[index ? index[i] : i][c]) ** 2;
      });
    magnitude += Math.abs(alpha) * Math.exp(-regressor.gamma * distance);
  });
  return 16 * 2 ** -52 * magnitude;
}

const folder = mkdtempSync(join(tmpdir(), "supportvector-live-"));
let passed = 0;
let failed = 0;
let worst = 0;
try {
  console.log(`${count} random pipelines, seed ${seed} (again: npm run test:live -- --seed ${seed} --count ${count})`);
  const script = fileURLToPath(new URL("random_pipelines.py", import.meta.url));
  execFileSync(findPython(), [script, "--seed", seed, "--count", count, "--output", folder], { stdio: "inherit" });
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
