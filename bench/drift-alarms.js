// `npm run bench:monitoring` ends with it: how often a drift monitor raises an alarm although
// nothing has changed. Each stream draws a reference of 740 rows and then one window, both from the
// same distributions of 20 inputs: 8 continuous numbers, 5 of few values, and 7 of up to 40
// categories, as many of them as in the included model. Writes no file.
//
//   --streams N   1000 by default

import { parseArgs } from "node:util";
import { createDriftMonitor } from "../dist/monitoring.js";
import { makeNormal, makeRandom } from "./random.js";

const { values: options } = parseArgs({ options: { streams: { type: "string", default: "1000" } } });
const streams = Number(options.streams);
const REFERENCE_ROWS = 740;
const WINDOWS = [200, 1000, 5000];
const CATEGORIES = [2, 3, 4, 5, 12, 26, 40];

const random = makeRandom(5);
const normal = makeNormal(random);
/** Skewed: the last category is 10 times as rare as the first. */
const drawCategory = (count) => Math.floor(count * random() ** 1.7);
const DRAWS = [
  ...Array.from({ length: 8 }, () => normal),
  ...[2, 3, 5, 8, 15].map((count) => () => drawCategory(count)),
  ...CATEGORIES.map((count) => () => drawCategory(count)),
];
const inputs = DRAWS.map((_, i) => {
  const name = `input ${i}`;
  return i < DRAWS.length - CATEGORIES.length
    ? { name, kind: "number", missing: false }
    : { name, kind: "category", missing: false, categories: [0] };
});

function makeReference() {
  const histograms = DRAWS.map((draw, i) => {
    const values = Array.from({ length: REFERENCE_ROWS }, draw).sort((a, b) => a - b);
    if (inputs[i].kind === "category") {
      const categories = [...new Set(values)];
      return { categories, counts: categories.map((category) => values.filter((value) => value === category).length) };
    }
    const edges = [...new Set(Array.from({ length: 9 }, (_, j) => values[((j + 1) * REFERENCE_ROWS) / 10 - 1]))];
    const bins = [...edges, Infinity];
    const counts = bins.map(
      (edge, j) => values.filter((value) => value <= edge && value > (bins[j - 1] ?? -1e9)).length,
    );
    return { edges, counts };
  });
  const predictions = [histograms[0]];
  return { rows: REFERENCE_ROWS, inputs: histograms.map((histogram) => ({ missing: 0, ...histogram })), predictions };
}

console.log(`${streams} streams: share of windows with any alarm, in percent\n`);
console.log("rows of the window | an adjusted p ≤ 0.05 | any p ≤ 0.05 | PSI ≥ 0.1 | PSI ≥ 0.2");
for (const rows of WINDOWS) {
  const alarms = [0, 0, 0, 0];
  for (let stream = 0; stream < streams; stream++) {
    const model = { info: {}, inputs, targets: ["y"], reference: makeReference() };
    const monitor = createDriftMonitor(model, { window: rows });
    for (let row = 0; row < rows; row++) {
      const record = Object.fromEntries(DRAWS.map((draw, i) => [inputs[i].name, draw()]));
      monitor.observe(record, normal());
    }
    const report = monitor.report();
    const drifts = [...report.inputs, ...report.predictions].map(({ drift }) => drift);
    const raised = [
      drifts.some(({ adjustedPValue }) => adjustedPValue <= 0.05),
      drifts.some(({ pValue }) => pValue <= 0.05),
      drifts.some(({ psi }) => psi >= 0.1),
      drifts.some(({ psi }) => psi >= 0.2),
    ];
    raised.forEach((alarm, i) => {
      alarms[i] += +alarm;
    });
  }
  console.log([rows, ...alarms.map((count) => ((100 * count) / streams).toFixed(1))].join(" | "));
}
