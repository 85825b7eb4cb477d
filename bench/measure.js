// Measures every peer on one problem, in turns, so that what else the machine does meets all of
// them alike.

import { loadModel } from "../dist/index.js";
import { makeNeighbours } from "./neighbours.js";
import { NotInstalled } from "./peers/not-installed.js";
import { PEERS } from "./peers.js";
import { clip, findProblem, makeFile } from "./problems.js";
import { makeStopwatch } from "./stopwatch.js";

/**
 * @param problem of problems.js
 * @param sizes of the batches, ascending, and for each how many rounds, in which each peer has its
 * turn
 * @param milliseconds of a turn
 * @param longest milliseconds that one batch may take. Of peers that take longer, fewer rows are
 * measured
 * @returns per peer its `absence`, or its largest `error` and its `times`: microseconds per row,
 * all rounds, by size
 */
export async function measure(problem, { sizes, milliseconds, longest }) {
  const results = [];
  for (const peer of PEERS.filter(({ id }) => problem.peers?.includes(id) ?? true))
    results.push({ peer, ...(await start(peer, problem)) });
  const { neighbours = [] } = problem;
  const useNeighbours = makeNeighbours(loadModel, neighbours.map(findProblem).map(makeFile));
  const present = results.filter(({ absence }) => !absence);

  for (const [size, rounds] of sizes.filter(([size]) => size <= problem.largest)) {
    const turns = present.map(({ times, ...result }) => ({ ...result, times, rows: affordable(times, size, longest) }));
    // The first round warms up.
    for (let round = -1; round < rounds; round++)
      for (const { stopwatch, times, rows } of turns) {
        if (!rows) continue;
        useNeighbours();
        const time = await stopwatch.time(rows, milliseconds);
        if (round < 0 || time === undefined) continue;
        times[size] ??= { rows, rounds: [] };
        times[size].rounds.push(time);
      }
  }
  for (const { stopwatch } of present) stopwatch.close();
  return results.map(({ peer: { id }, absence, error, times }) => ({ id, absence, error, times }));
}

async function start(peer, problem) {
  try {
    const loaded = await peer.load(problem);
    const stopwatch = "time" in loaded ? loaded : makeStopwatch(loaded, problem.largest);
    const { references } = problem;
    const predictions = await stopwatch.predict(references.length);
    const errors = predictions.map((number, i) =>
      Math.abs(clip(problem.file, number) - references[i % references.length]),
    );
    // A NaN must not pass as the smallest error.
    if (errors.some(Number.isNaN)) throw new Error(`${peer.id} predicted something that is not a number`);
    return { stopwatch, error: Math.max(...errors), times: {} };
  } catch (error) {
    const absence = error instanceof NotInstalled ? error.message : `failed: ${error.message}`;
    return { absence };
  }
}

/**
 * Returns how many rows fit the time, or 0 if that is no more than what has been measured. The
 * estimate is a line through the last two sizes: a cost per call and a cost per row.
 */
function affordable(times, size, longest) {
  const [before, last] = [undefined, ...Object.values(times)].slice(-2);
  if (!last) return size;
  const [rows, call] = [last.rows, last.rows * Math.min(...last.rounds)];
  const [fewerRows, fewerCall] = before ? [before.rows, before.rows * Math.min(...before.rounds)] : [0, 0];
  const perRow = Math.max((call - fewerCall) / (rows - fewerRows), call / rows / 100);
  const most = (longest * 1000) / perRow;
  if (most >= size) return size;
  const fitting = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return fitting > rows ? fitting : 0;
}
