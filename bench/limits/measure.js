// The process of one case: the library, the floor and an earlier build take turns. Answers with
// microseconds per row, round by round, by way to predict and player.

import { loadModel } from "../../dist/index.js";
import { loadBuild } from "../against/load-build.js";
import { makeCalls } from "../calls.js";
import { makeDraw } from "../draw.js";
import { makeFile } from "../problems.js";
import { makeRandom } from "../random.js";
import { takeTurns } from "../turns.js";
import { makeDenseFloor } from "./dense.js";
import { makeIncludedFloor } from "./included.js";

/** Different rows, so many that no cache holds the first when the last was predicted. */
const POOL = 20_000;

process.once("message", async (task) => {
  process.send(await compare(task), () => process.exit());
});

async function compare({ problem, records, rows, neighbours, ways, dist, before, plan }) {
  const file = makeFile(problem);
  const calls = makeCalls(file, makeDraw(file, records, makeRandom(1)), POOL, rows);
  const others = neighbours.map(makeFile);
  const now = await loadBuild(dist, file, others);
  const floor = makeFloor(file, problem, records);
  checkFloor(floor.batch(calls.one), now.batch(calls.one));
  const players = { now, floor, ...(before && { before: await loadBuild(before, file, others) }) };
  return ways.map((way) => takeTurns(players, way, calls[way], way === "one" ? 1 : rows, plan));
}

function makeFloor(file, { family }, records) {
  const one = family === "shipped" ? makeIncludedFloor(file, loadModel(file))[records] : makeDenseFloor(file);
  const batch = (batch) => {
    const predictions = [];
    for (let i = 0; i < batch.length; i++) predictions.push(one(batch[i]));
    return predictions;
  };
  return { one, batch };
}

/** A floor that predicts something else would say nothing. */
function checkFloor(floor, predictions) {
  const differing = predictions.filter((prediction, i) => !Object.is(prediction, floor[i])).length;
  if (differing > 0) throw new Error(`the floor predicts ${differing} of ${predictions.length} rows with other bits`);
}
