// `npm run bench:limits -- [--dist FOLDER] [--only NAME] [--quick]`: how near the library is to a
// floor, for each goal of speed. A floor is the arithmetic of a goal, written out for one model:
// see limits/. Library, floor and a build of commit 6cad43d in FOLDER take turns, and each ratio is
// taken within a round. Writes limits.md beside this file if all goals are measured and there is a
// FOLDER.

import { fork } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CASES } from "./against/cases.js";
import { writeInputs } from "./against/fresh.js";
import { describeHost } from "./machine.js";
import { digits } from "./numbers.js";
import { timeProcesses } from "./processes.js";
import { quantile, ratioOf } from "./statistics.js";
import { writePage } from "./write-page.js";

const { dist, only, quick } = parseArgs({
  options: {
    dist: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
  },
}).values;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const DIST = path("../dist");
const before = dist && resolve(dist);
const plan = quick ? { rounds: 5, milliseconds: 10 } : { rounds: 31, milliseconds: 20 };
const wanted = (name) => name.includes(only);

const HEADINGS = [
  "6cad43d",
  "library",
  "floor",
  "library ÷ floor",
  "floor ÷ 6cad43d",
  "library ÷ 6cad43d",
  "goal",
  "goal ÷ floor",
];
const results = [];
const WAYS = { one: "one record", batch: "batch" };
for (const { name, ...each } of CASES.filter(({ name }) => /^included|^dense 500x10/.test(name) && wanted(name))) {
  const ways = Object.keys(WAYS).filter((way) => way in each.goals);
  const times = await inOwnProcess({ ...each, ways, dist: DIST, before, plan });
  ways.forEach((way, i) => {
    add({ name: `${name}, ${WAYS[way]}`, goal: each.goals[way], unit: "µs", times: times[i] });
  });
}
const FRESH = "fresh process, supportvector/absenteeism";
if (wanted(FRESH)) {
  const now = await writeInputs("after", DIST);
  const old = before && (await writeInputs("before", before));
  const players = {
    now: ["absenteeism.js", ...now],
    floor: ["checked.js", ...now],
    ...(old && { before: ["absenteeism.js", ...old] }),
  };
  add({ name: FRESH, goal: 0.65, unit: "ms", times: timeProcesses(players, quick ? 5 : 41) });
}
if (before && only === "") writePage(path("limits.md"), report());

/** A process per case: models of other cases must not slow this one's down. */
function inOwnProcess(task) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("limits/measure.js", import.meta.url)));
    child.on("message", resolve);
    child.on("close", (code) => reject(new Error(`a measuring process exited with ${code}`)));
    child.send(task);
  });
}

function add({ name, goal, unit, times: { now, floor, before } }) {
  const ratio = (a, b) => (a && b ? ratioOf(a, b).median.toFixed(2) : "–");
  const time = (times) => (times ? `${digits(quantile(times, 0.5))} ${unit}` : "–");
  const cells = [
    time(before),
    time(now),
    time(floor),
    ratio(now, floor),
    ratio(floor, before),
    ratio(now, before),
    String(goal),
    before ? (goal / ratioOf(floor, before).median).toFixed(2) : "–",
  ];
  results.push({ name, cells });
  if (results.length === 1) print("", HEADINGS);
  print(name, cells);
}

function print(name, cells) {
  console.log(name.padEnd(56), ...cells.map((cell, i) => cell.padStart(HEADINGS[i].length + 2)));
}

function report() {
  const { date, processor, system, versions } = describeHost();
  return `# How near the library is to its limits

\`npm run bench:limits -- --dist FOLDER\`, ${date}: ${processor}, ${system}, Node ${versions.Node}, supportvector ${versions.supportvector}.

This page compares the library with floors. A floor is the arithmetic of one goal, written by hand for one model. The script checks first that the floor predicts the same bits as the library, for 20,000 rows. Then the library, the floor and a build of commit 6cad43d take turns in one process. The times are medians of processor time, per row, and each ratio is the median of the ratios within a round. Batches have 10,000 records, those of the dense model 1,000. Other work on the machine makes all times longer, so compare the ratios.

A goal is the largest share of the time of 6cad43d that the library may take. The last column says how many floors that is. Below 1, the goal asks for less time than the floor takes. A floor is not the least time that is possible: the loops of the dense model are faster than theirs.

| | ${HEADINGS.join(" | ")} |
|---|${HEADINGS.map(() => "---|").join("")}
${results.map(({ name, cells }) => `| ${name} | ${cells.join(" | ")} |`).join("\n")}

## What the floors leave out

- **Included model, fresh inputs.** The floor reads each property by its name, scales, and computes distances, exponentials, products and the contraction. Categories are tables. It validates nothing, has no cache to look into, and knows the sizes of all loops.
- **Included model, recurring inputs.** The floor reads each property by its name. It hashes three inputs of a person and three of a month, compares all others, and contracts. It never forgets a person or a month, and it fails for an unknown category.
- **Dense model.** The floor computes distances, exponentials and their weighted sum for ten columns.
- **Fresh process.** The floor imports the library, which parses the model file and checks it against the schema. A plain loop over the support vectors then recomputes the verification rows and predicts. The floor compiles nothing, runs no steps, finds no limits of inputs and reads no record. A loader that keeps the promises of a model file cannot leave out what the floor does.

## What the gaps are made of

- **Recurring inputs.** A library does not know the names of the properties, so it cannot write them out. The engine has 24 places in its code instead, which the names of one model take after a thousand records. The rest of the gap is a comparison of each number with its limit, and hashes of all inputs in place of three.
- **Fresh inputs.** The library runs the steps of the pipeline and the nodes of the factor plan one by one, through functions that V8 does not merge, and it copies the features of a group. A library could still close a part of this gap. What was tried gave 3 % or less: pairs of the contraction that are not filled up to fours, and longer or shorter loops of the distances.
- **Dense model.** The library adds up six distances at a time, which is no slower than ten columns written out.
- **Fresh process.** The goal is the floor itself. What the library takes beyond it goes to functions that V8 runs for the first time. They find distinct rows, compile the steps and find the limits of the inputs.
`;
}
