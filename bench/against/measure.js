// The process of one case: loads both builds and lets them take turns. Answers with the ways to
// predict, each with microseconds per row, round by round.

import { pathToFileURL } from "node:url";
import { drawFreshInput, drawInput, recur } from "../draw.js";
import { makeFile } from "../problems.js";
import { makeNormal, makeRandom } from "../random.js";

/** Different rows, so many that no cache holds the first when the last was predicted. */
const POOL = 20_000;
/** What a turn of the other models predicts. */
const ROWS_OF_OTHERS = 100;
/** So many that V8 has optimised both builds before anything counts. */
const WARMING_TURNS = 12;

/** Results go here, so that no engine can leave out the work. */
const sink = { sum: 0 };

process.once("message", async (task) => {
  process.send(await compare(task), () => process.exit());
});

async function compare({ problem, records, rows, others, before, after, plan }) {
  const file = makeFile(problem);
  const draw = makeDraw(file, records, makeRandom(1));
  const data = makeData(file, draw, Math.floor(POOL / rows) * rows, rows);
  const builds = [];
  for (const dist of [before, after])
    builds.push(
      await load(
        dist,
        file,
        others.map((other) => makeFile(other)),
      ),
    );
  return ["one", "batch", "columns"].map((way) => ({
    way,
    rows,
    times: takeTurns(builds, way, data[way], way === "one" ? 1 : rows, plan),
    difference: largestDifference(builds, data[way].slice(0, way === "one" ? 1000 : 1), way),
  }));
}

/** @returns {() => number[]} the inputs of a record */
function makeDraw({ inputs }, records, random) {
  const normal = makeNormal(random);
  const drawEach = records === "fresh" ? drawFreshInput : drawInput;
  const draw = () => inputs.map((input) => drawEach(input, random, normal));
  return records === "fresh" ? draw : recur({ inputs }, draw, random);
}

/** @returns what each way to predict is given, call by call */
function makeData({ inputs }, draw, count, rows) {
  const pool = Array.from({ length: count }, draw);
  const toRecord = (row) => Object.fromEntries(inputs.map(({ name }, i) => [name, row[i]]));
  const one = pool.map(toRecord);
  const starts = Array.from({ length: count / rows }, (_, batch) => batch * rows);
  const slices = (list) => starts.map((start) => list.slice(start, start + rows));
  const toColumns = (batch) =>
    Object.fromEntries(inputs.map(({ name }, i) => [name, Float64Array.from(batch, (row) => row[i])]));
  return { one, batch: slices(one), columns: slices(pool).map(toColumns) };
}

/** @returns the ways to predict, and `useOthers`, which uses the other models of the process */
async function load(dist, file, others) {
  const { loadModel } = await import(pathToFileURL(`${dist}/index.js`).href);
  const model = loadModel(withWideBounds(file));
  const neighbours = others.map((other) => {
    const data = makeData(other, makeDraw(other, "fresh", makeRandom(2)), ROWS_OF_OTHERS, ROWS_OF_OTHERS);
    return { data, model: loadModel(withWideBounds(other)) };
  });
  return {
    one: (record) => model.predict(record),
    batch: (batch) => model.predictBatch(batch)[0],
    columns: (columns) => model.predictColumns(columns)[0],
    all: {
      one: (record) => [model.predict(record)],
      batch: (batch) => model.predictBatch(batch),
      columns: (columns) => model.predictColumns(columns),
    },
    useOthers() {
      for (const { data, model } of neighbours) {
        for (const record of data.one) sink.sum += model.predict(record);
        for (const batch of data.batch) sink.sum += model.predictBatch(batch)[0];
        for (const columns of data.columns) sink.sum += model.predictColumns(columns)[0];
      }
    },
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
      build.useOthers();
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
      build.useOthers();
      times[name].push((time(build, way, calls, round * count, count) * 1000) / rows);
    }
  }
  return times;
}

/** Milliseconds per call, of the calls from `first` on. */
function time(build, way, calls, first, count) {
  const predict = build[way];
  const start = performance.now();
  for (let call = first; call < first + count; call++) sink.sum += predict(calls[call % calls.length]);
  return (performance.now() - start) / count;
}

/** How far the predictions of the builds lie apart. */
function largestDifference([before, after], calls, way) {
  const [old, now] = [before, after].map(({ all }) => calls.flatMap((call) => Array.from(all[way](call))));
  return Math.max(...old.map((prediction, i) => Math.abs(prediction - now[i])));
}
