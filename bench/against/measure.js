// The process of one case: loads both builds and lets them take turns. Answers with the ways to
// predict, each with microseconds per row, round by round.

import { makeCalls } from "../calls.js";
import { makeDraw } from "../draw.js";
import { makeFile } from "../problems.js";
import { makeRandom } from "../random.js";
import { takeTurns } from "../turns.js";
import { loadBuild } from "./load-build.js";

/** Different rows, so many that no cache holds the first when the last was predicted. */
const POOL = 20_000;

process.once("message", async (task) => {
  process.send(await compare(task), () => process.exit());
});

async function compare({ problem, records, rows, neighbours, before, after, plan }) {
  const file = makeFile(problem);
  const calls = makeCalls(file, makeDraw(file, records, makeRandom(1)), Math.floor(POOL / rows) * rows, rows);
  const others = neighbours.map(makeFile);
  const builds = { before: await loadBuild(before, file, others), after: await loadBuild(after, file, others) };
  return ["one", "batch", "columns"].map((way) => ({
    way,
    rows,
    times: takeTurns(builds, way, calls[way], way === "one" ? 1 : rows, plan),
    difference: largestDifference(builds, way, calls[way].slice(0, way === "one" ? 1000 : 1)),
  }));
}

/** How far the predictions of the builds lie apart. */
function largestDifference({ before, after }, way, calls) {
  const [old, now] = [before, after].map((build) =>
    calls.flatMap((call) => {
      const result = build[way](call);
      return typeof result === "number" ? result : Array.from(result);
    }),
  );
  return Math.max(...old.map((prediction, i) => Math.abs(prediction - now[i])));
}
