// The process of one case: loads both builds and lets them take turns. Answers with the ways to
// predict, each with microseconds per row, round by round.

import { pathToFileURL } from "node:url";
import { makeCalls } from "../calls.js";
import { makeDraw } from "../draw.js";
import { makeNeighbours } from "../neighbours.js";
import { makeFile } from "../problems.js";
import { makeRandom } from "../random.js";
import { fileFor } from "./file-for.js";

/** Different rows, so many that no cache holds the first when the last was predicted. */
const POOL = 20_000;
/** So many that V8 has optimised both builds before anything counts. */
const WARMING_TURNS = 12;

/** Results go here, so that no engine can leave out the work. */
const sink = { sum: 0 };

process.once("message", async (task) => {
  process.send(await compare(task), () => process.exit());
});

async function compare({ problem, records, rows, neighbours, before, after, plan }) {
  const file = makeFile(problem);
  const calls = makeCalls(file, makeDraw(file, records, makeRandom(1)), Math.floor(POOL / rows) * rows, rows);
  const builds = [];
  for (const dist of [before, after]) builds.push(await load(dist, file, neighbours.map(makeFile)));
  return ["one", "batch", "columns"].map((way) => ({
    way,
    rows,
    times: takeTurns(builds, way, calls[way], way === "one" ? 1 : rows, plan),
    difference: largestDifference(builds, way, calls[way].slice(0, way === "one" ? 1000 : 1)),
  }));
}

/** @returns a function per way to predict, and `useNeighbours`, which uses the `neighbours` */
async function load(dist, file, neighbours) {
  const { loadModel } = await import(pathToFileURL(`${dist}/index.js`).href);
  const load = (file) => loadModel(fileFor(loadModel, withWideBounds(file)));
  const model = load(file);
  return {
    one: (record) => model.predict(record),
    batch: (batch) => model.predictBatch(batch),
    columns: (columns) => model.predictColumns(columns),
    useNeighbours: makeNeighbours(load, neighbours),
  };
}

/** Speed is measured here. An older build may have another bound than the file. */
function withWideBounds(file) {
  const { verification, ...rest } = structuredClone(file);
  const predictions = verification.bounds.predictions.map((row) => row.map((bound) => 1000 * bound));
  return { ...rest, verification: { ...verification, bounds: { ...verification.bounds, predictions } } };
}

/** @returns microseconds per row of the builds `before` and `after`, round by round */
function takeTurns([before, after], way, calls, rows, { rounds, milliseconds }) {
  // As many calls as the slower build makes in the time, once both are warm.
  let count = 1;
  for (let turn = 0; turn < WARMING_TURNS; turn++) {
    const perCall = [before, after].map((build) => {
      build.useNeighbours();
      return time(build, way, calls, turn * count, count);
    });
    count = Math.max(1, Math.round(milliseconds / Math.max(...perCall)));
  }
  const times = { before: [], after: [] };
  for (let round = 0; round < rounds; round++) {
    const turns = [
      ["before", before],
      ["after", after],
    ];
    // Who is first changes from round to round.
    if (round % 2) turns.reverse();
    for (const [name, build] of turns) {
      build.useNeighbours();
      times[name].push((time(build, way, calls, round * count, count) * 1000) / rows);
    }
  }
  return times;
}

/** Milliseconds per call, of the calls from `first` on. */
function time(build, way, calls, first, count) {
  const predict = build[way];
  const start = performance.now();
  for (let call = first; call < first + count; call++) keep(predict(calls[call % calls.length]));
  return (performance.now() - start) / count;
}

function keep(result) {
  sink.sum += typeof result === "number" ? result : result[0];
}

/** How far the predictions of the builds lie apart. */
function largestDifference([before, after], way, calls) {
  const [old, now] = [before, after].map((build) =>
    calls.flatMap((call) => {
      const result = build[way](call);
      return typeof result === "number" ? result : Array.from(result);
    }),
  );
  return Math.max(...old.map((prediction, i) => Math.abs(prediction - now[i])));
}
