// `npm run bench:monitoring`: what a drift monitor costs per record, in microseconds of CPU. The
// cases take turns. Writes no file.

import { readFileSync } from "node:fs";
import { predict } from "../dist/absenteeism.js";
import { createDriftMonitor } from "../dist/monitoring.js";
import { makeDraw } from "./draw.js";
import { makeRandom } from "./random.js";
import { summarise } from "./statistics.js";

const RECORDS = 1000;
const CALLS = 50_000;
const ROUNDS = 25;
/** As the exporter's, deciles of the sample. */
const BINS = 10;

const included = JSON.parse(readFileSync(new URL("../src/absenteeism/model.json", import.meta.url), "utf8"));
const words = Array.from({ length: 20 }, (_, i) => `department ${i}`);
const number = (name) => ({ name, kind: "number", missing: true, range: [0, 100] });
const text = (name) => ({ name, kind: "category", missing: false, categories: words });
const named = (count, kind) => Array.from({ length: count }, (_, i) => kind(`input ${i}`));

const CASES = [
  ["the included model, 19 inputs", included.inputs, "recurring"],
  ["19 numbers, none recurs", named(19, number), "fresh"],
  ["19 inputs of text", named(19, text), "apart"],
  ["100 numbers and 100 inputs of text", [...named(100, number), ...named(200, text).slice(100)], "fresh"],
];

/** Counts a sample as the exporter does. */
function makeReference(inputs, rows, predictions) {
  const histogramOf = (numbers) => {
    const sorted = [...numbers].sort((a, b) => a - b);
    const deciles = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)]);
    const edges = [...new Set(deciles)];
    const counts = Array(edges.length + 1).fill(0);
    for (const value of numbers) counts[edges.filter((edge) => value > edge).length] += 1;
    return { edges, counts };
  };
  const countsOf = (values) => {
    const categories = [...new Set(values)];
    return { categories, counts: categories.map((category) => values.filter((value) => value === category).length) };
  };
  return {
    rows: rows.length,
    inputs: inputs.map(({ kind }, i) => {
      const values = rows.map((row) => row[i]);
      return { missing: 0, ...(kind === "category" ? countsOf(values) : histogramOf(values)) };
    }),
    predictions: [histogramOf(predictions)],
  };
}

const benches = CASES.map(([name, inputs, kind]) => {
  const random = makeRandom(21);
  const draw = makeDraw({ inputs }, kind, random);
  const rows = Array.from({ length: RECORDS }, draw);
  const predictions = rows.map(() => 10 * random());
  // From JSON, as a service gets them: every string is a new one.
  const records = JSON.parse(
    JSON.stringify(rows.map((row) => Object.fromEntries(row.map((value, i) => [inputs[i].name, value])))),
  );
  const model = { info: {}, inputs, targets: ["y"], reference: makeReference(inputs, rows, predictions) };
  const monitor = createDriftMonitor(model, { window: 1000 });
  const run = (i) => monitor.observe(records[i], predictions[i]);
  return { name, records, run, times: [] };
});
// For comparison, on the same machine in the same minute.
const { records } = benches[0];
benches.push({ name: "`predict` of the included model", run: (i) => predict(records[i]), times: [] });

for (let round = 0; round < ROUNDS; round++)
  for (const { run, times } of benches) {
    const before = process.cpuUsage();
    for (let call = 0; call < CALLS; call++) run(call % RECORDS);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / CALLS);
  }

console.log("µs per record: median and quartiles\n");
for (const { name, times } of benches) {
  // The first rounds compile.
  const { median, low, high } = summarise(times.slice(5));
  console.log(`${name.padEnd(36)} ${[median, low, high].map((time) => time.toFixed(3)).join("  ")}`);
}
