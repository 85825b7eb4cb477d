// `npm run bench`: the shipped model on one core, against a plain JavaScript loop and ml-matrix. Interleaved rounds in one process; medians and
// the spread between the quartiles. The ratios are what to compare: the times are this machine's, now.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Matrix } from "ml-matrix";
import { model } from "supportvector/absenteeism";

const ROUNDS = 31;
const ROUND_MILLISECONDS = 20;
const BATCH = 10_000;
const FRESH_PROCESSES = 25;

const file = JSON.parse(readFileSync(new URL("../src/absenteeism/model.json", import.meta.url), "utf8"));
const records = makeRecords(BATCH);
const rows = records.map((record) => model.transform(record));

/** Made-up records within the training ranges, the same in every run. */
function makeRecords(count) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      file.inputs.map(({ name, kind, range, categories }) => [
        name,
        kind === "category"
          ? categories[Math.floor(random() * categories.length)]
          : Math.round(range[0] + random() * (range[1] - range[0])),
      ]),
    ),
  );
}

/** The support vectors as rows, for the peers. */
function supportVectors() {
  const { dual_coef: dualCoef, support_vectors: blocks } = file.regressor;
  return dualCoef.map((_, i) => {
    const vector = [];
    for (const { columns, rows, index } of blocks) {
      const row = rows[index ? index[i] : i];
      columns.forEach((column, c) => {
        vector[column] = row[c];
      });
    }
    return Float64Array.from(vector);
  });
}

const { dual_coef: dualCoef, gamma, intercept } = file.regressor;
const vectors = supportVectors();
const vectorMatrix = new Matrix(vectors.map((vector) => Array.from(vector)));

/** What one writes at first: a loop over support vectors, a loop over columns, Math.exp. The transformed row is given. */
function plainLoop(row) {
  let sum = intercept;
  for (let i = 0; i < vectors.length; i++) {
    const vector = vectors[i];
    let distance = 0;
    for (let c = 0; c < vector.length; c++) {
      const difference = row[c] - vector[c];
      distance += difference * difference;
    }
    sum += dualCoef[i] * Math.exp(-gamma * distance);
  }
  return sum;
}

function mlMatrix(row) {
  const differences = vectorMatrix.clone().subRowVector(Array.from(row));
  const distances = differences.mul(differences).sum("row");
  return distances.reduce((sum, distance, i) => sum + dualCoef[i] * Math.exp(-gamma * distance), intercept);
}

let sink = 0;
let next = 0;
const turn = () => {
  next = (next + 1) % BATCH;
  return next;
};
const candidates = {
  "record → number, predict": { rows: 1, run: () => model.predict(records[turn()]) },
  "record → row, transform": { rows: 1, run: () => model.transform(records[turn()])[0] },
  "batch of 10,000, predictBatch": { rows: BATCH, run: () => model.predictBatch(records)[0] },
  "plain loop, row → number": { rows: 1, run: () => plainLoop(rows[turn()]) },
  "ml-matrix, row → number": { rows: 1, run: () => mlMatrix(rows[turn()]) },
};

/** Microseconds per row, one round. */
function measure({ rows: perCall, run }) {
  const start = performance.now();
  let calls = 0;
  let elapsed;
  do {
    sink += run();
    calls++;
    elapsed = performance.now() - start;
  } while (elapsed < ROUND_MILLISECONDS);
  return (elapsed * 1000) / (calls * perCall);
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers, share) => sorted(numbers)[Math.floor(share * (numbers.length - 1))];

const times = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
for (let round = -3; round < ROUNDS; round++) {
  for (const [name, candidate] of Object.entries(candidates)) {
    const time = measure(candidate);
    // The first rounds warm up.
    if (round >= 0) times[name].push(time);
  }
}

/** Milliseconds of loadModel in a process of its own, and of importing the shipped model, which loads it. */
function fresh(script) {
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
  });
  return Number(output);
}
const loads = Array.from({ length: FRESH_PROCESSES }, () => ({
  "loadModel in a fresh process": fresh(`
    import { readFileSync } from "node:fs";
    import { loadModel } from "supportvector";
    const text = readFileSync("src/absenteeism/model.json", "utf8");
    const start = performance.now();
    loadModel(text);
    console.log(performance.now() - start);`),
  "import supportvector/absenteeism": fresh(`
    const start = performance.now();
    await import("supportvector/absenteeism");
    console.log(performance.now() - start);`),
}));

const errors = rows.slice(0, 200).map((row, i) => Math.abs(Math.max(0, plainLoop(row)) - model.predict(records[i])));

console.log(
  `Node ${process.version}, ${cpus()[0]?.model.trim()}, ${vectors.length} support vectors × ${vectors[0].length} columns`,
);
for (const [name, round] of Object.entries(times))
  console.log(
    `${name.padEnd(34)} ${quantile(round, 0.5).toFixed(2).padStart(8)} µs per row   (quartiles ${quantile(round, 0.25).toFixed(2)} to ${quantile(round, 0.75).toFixed(2)})`,
  );
for (const name of Object.keys(loads[0])) {
  const all = loads.map((load) => load[name]);
  console.log(
    `${name.padEnd(34)} ${quantile(all, 0.5).toFixed(2).padStart(8)} ms           (quartiles ${quantile(all, 0.25).toFixed(2)} to ${quantile(all, 0.75).toFixed(2)})`,
  );
}
const ratio = (a, b) => (quantile(times[a], 0.5) / quantile(times[b], 0.5)).toFixed(1);
console.log(`plain loop ÷ predict: ${ratio("plain loop, row → number", "record → number, predict")}`);
console.log(`ml-matrix ÷ predict: ${ratio("ml-matrix, row → number", "record → number, predict")}`);
console.log(
  `largest difference between the plain loop and predict: ${Math.max(...errors).toExponential(1)} hours (sink ${sink > 0 ? 1 : 0})`,
);
