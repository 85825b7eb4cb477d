// `npm run bench:explain`: what explanations take, in processor time. Compares them with
// predictions of as many rows and with shap's KernelExplainer, measures how they grow with the
// number of inputs, and writes explain.md beside this file.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadExplainer } from "../dist/explain.js";
import { makeDraw } from "./draw.js";
import { describeHost } from "./machine.js";
import { findPython } from "./python.js";
import { makeRandom } from "./random.js";
import { makeRandomFile } from "./random-model.js";
import { ratioOf, summarise } from "./statistics.js";
import { writePage } from "./write-page.js";

const BACKGROUND = 100;
const RECORDS = 20;
const ROUNDS = 30;
/** The first rounds compile. */
const WARM_UP = 10;
/** Times `predictTransformed` runs per round, so that a clock can measure it. */
const CALLS = 20;
/** How many inputs. */
const GROWTH = [5, 10, 20, 50, 100];
const VECTORS = 300;
const ROWS_OF_SHAP = 700;
const RECORDS_OF_SHAP = 3;

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const included = JSON.parse(readFileSync(path("../src/absenteeism/model.json"), "utf8"));

/** Made-up rows of a model, as records. */
function drawRecords(file, count, kind, seed) {
  const draw = makeDraw(file, kind, makeRandom(seed));
  return Array.from({ length: count }, () => {
    const row = draw();
    return Object.fromEntries(file.inputs.map(({ name }, i) => [name, row[i]]));
  });
}

/** Milliseconds of processor time. */
function time(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Times of explanations, and of as many predictions as the background has rows. */
function measure(file, kind, rounds) {
  const background = drawRecords(file, BACKGROUND, kind, 1);
  const records = drawRecords(file, RECORDS, kind, 1)
    .concat(drawRecords(file, RECORDS, kind, 2))
    .slice(-RECORDS);
  const explainer = loadExplainer(file, { background });
  const { model } = explainer;
  const rows = Float64Array.from(background.flatMap((record) => model.transform(record)));
  const explained = [];
  const predicted = [];
  for (let round = 0; round < rounds; round++) {
    explained.push(time(() => explainer.explain(records[round % RECORDS])));
    predicted.push(time(() => Array.from({ length: CALLS }, () => model.predictTransformed(rows))) / CALLS);
  }
  const warm = Math.min(WARM_UP, rounds >> 1);
  return { explained: explained.slice(warm), predicted: predicted.slice(warm) };
}

/** Seconds that shap takes for a record, or undefined where it is not installed. */
function measureShap() {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-bench-"));
  const listed = (records) => records.map((record) => Object.values(record));
  const rows = drawRecords(included, ROWS_OF_SHAP, "recurring", 3);
  const { model } = loadExplainer(included, { background: rows.slice(0, 1) });
  const given = {
    inputs: included.inputs,
    rows: listed(rows),
    predictions: model.predictBatch(rows),
    background: listed(drawRecords(included, BACKGROUND, "recurring", 1)),
    records: listed(drawRecords(included, RECORDS_OF_SHAP, "recurring", 2)),
  };
  try {
    writeFileSync(join(folder, "given.json"), JSON.stringify(given));
    return JSON.parse(
      execFileSync(findPython(), [path("explain.py"), join(folder, "given.json")], { encoding: "utf8" }),
    );
  } catch (error) {
    console.error(`shap is not measured: ${error.message.split("\n")[0]}. npm run bench:setup installs it`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const three = (number) => Number(number.toPrecision(3));
const own = measure(included, "recurring", ROUNDS);
const { median, low, high } = summarise(own.explained);
const ratio = ratioOf(own.explained, own.predicted);
console.log(`the included model: ${three(median)} ms, ${three(ratio.median)} times 100 predictions`);
const fresh = measure(included, "fresh", ROUNDS);
const ofFresh = summarise(fresh.explained).median;
const ratioOfFresh = ratioOf(fresh.explained, fresh.predicted).median;
const shap = measureShap();
const ofShap = shap && 1000 * summarise(shap.seconds).median;
if (shap) console.log(`shap: ${three(ofShap)} ms, ${three(ofShap / median)} times as long`);
const growth = GROWTH.map((width) => {
  const file = makeRandomFile({ id: "growth", family: "continuous", vectorCount: VECTORS, width });
  const { explained } = measure(file, "fresh", width > 20 ? 6 : ROUNDS);
  const own = summarise(explained).median;
  console.log(`${width} inputs: ${three(own)} ms`);
  return { width, own };
});

const { date, processor, system, versions } = describeHost();
const described = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
if (shap) described.push(`shap ${shap.versions[0]}`, `scikit-learn ${shap.versions[1]}`);
writePage(
  path("explain.md"),
  `# What an explanation takes

\`npm run bench:explain\`, ${date}: ${processor}, ${system}, ${described.join(", ")}.

An explanation gives the exact Shapley values of one record, compared with ${BACKGROUND} rows of background. The times are medians of processor time. Other work on the machine makes all of them longer, so compare the ratios. The rows are made up.

| the included model, 19 inputs | one explanation | ÷ ${BACKGROUND} rows of \`predictTransformed\` |
|---|---|---|
| people and months that recur | ${three(median)} ms (quartiles ${three(low)} and ${three(high)}) | ${three(ratio.median)} |
| every input drawn for itself | ${three(ofFresh)} ms | ${three(ratioOfFresh)} |

${
  shap
    ? `\`shap.KernelExplainer\` at its defaults takes ${three(ofShap)} ms, ${three(ofShap / median)} times as long. It explains an SVR of ${shap.vectors} support vectors, fitted to predictions of the included model for ${ROWS_OF_SHAP} such rows, with the same background. Its contributions are estimates, and it sets some of them to exactly 0.`
    : "`shap` was not installed."
}

## Growth with the number of inputs

${VECTORS} support vectors, none of whose values repeat, and ${BACKGROUND} rows of background. "Exponent" compares a row with the one above it: 1 is linear growth, 2 quadratic.

| inputs | one explanation | exponent |
|---|---|---|
${growth
  .map(({ width, own }, i) => {
    const before = growth[i - 1];
    const exponent = before ? (Math.log(own / before.own) / Math.log(width / before.width)).toFixed(2) : "";
    return `| ${width} | ${three(own)} ms | ${exponent} |`;
  })
  .join("\n")}
`,
);
