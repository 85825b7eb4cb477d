// `npm run test:live`: random pipelines from a fresh seed, fitted and exported by Python here and
// now, compared with the built package.
//
//   npm run test:live -- [--seed N] [--count N]
//   npm run test:live -- --compare FIXTURE
//
// A failure prints its seed, and the pipeline made as small as it still fails (shrink.py).

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel } from "supportvector";
import { requireProgram } from "../support/programs.js";

const { values } = parseArgs({
  options: { seed: { type: "string" }, count: { type: "string", default: "1000" }, compare: { type: "string" } },
});

/**
 * Largest error of a fixture's predictions as a share of their bounds. Throws at the first
 * difference beyond one.
 */
function compare({ model: file, inputs, transformed, predictions, bounds }) {
  const model = loadModel(file, { targets: "any" });
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

/** Draws, compares, and makes the first failure smaller. */
function run(seed, count, folder) {
  console.log(`${count} random pipelines, seed ${seed} (again: npm run test:live -- --seed ${seed} --count ${count})`);
  const python = requireProgram("scikit-learn");
  const script = (name) => fileURLToPath(new URL(name, import.meta.url));
  const draw = [script("random_pipelines.py"), "--seed", seed, "--count", count, "--output", folder];
  execFileSync(python, draw, { stdio: "inherit" });
  let passed = 0;
  let worst = 0;
  const failures = JSON.parse(readFileSync(join(folder, "failures.json"), "utf8"));
  for (const file of readdirSync(folder).filter((name) => name !== "failures.json")) {
    const fixture = JSON.parse(readFileSync(join(folder, file), "utf8"));
    try {
      worst = Math.max(worst, compare(fixture));
      passed++;
    } catch (error) {
      failures.push([Number(fixture.model.metadata.name.replace("seed ", "")), error.message]);
    }
  }
  console.log(`Worst error: ${worst.toFixed(4)} of the bound`);
  for (const [failing, message] of failures) console.error(`seed ${failing}: ${message}`);
  if (failures.length > 0) execFileSync(python, [script("shrink.py"), String(failures[0][0])], { stdio: "inherit" });
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 || passed < Number(count) ? 1 : 0;
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
