// Players predict the same in turns, so that what else the machine does meets all of them alike.
// Times are those of the processor: another process that gets its turn in between does not count.

/** So many that V8 has optimised every player before anything counts. */
const WARMING_TURNS = 12;

/** Results go here, so that no engine can leave out the work. */
const sink = { sum: 0 };

/**
 * @param players by name. A player has a function per way to predict, and may have `useNeighbours`
 * @param calls arguments of the function
 * @param rows in a call
 * @returns by name microseconds per row, round by round
 */
export function takeTurns(players, way, calls, rows, { rounds, milliseconds }) {
  const names = Object.keys(players);
  const play = (name, first, count) => {
    players[name].useNeighbours?.();
    return time(players[name][way], calls, first, count);
  };
  // As many calls as the slowest player makes in the time, once all are warm.
  let count = 1;
  for (let turn = 0; turn < WARMING_TURNS; turn++) {
    const perCall = names.map((name) => play(name, turn * count, count));
    count = Math.max(1, Math.round(milliseconds / Math.max(...perCall, 1e-6)));
  }
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // Who is first changes from round to round.
    const turns = round % 2 ? [...names].reverse() : names;
    for (const name of turns) times[name].push((play(name, round * count, count) * 1000) / rows);
  }
  return times;
}

/** Milliseconds per call, of the calls from `first` on. */
function time(predict, calls, first, count) {
  const start = process.cpuUsage();
  for (let call = first; call < first + count; call++) keep(predict(calls[call % calls.length]));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / count;
}

function keep(result) {
  sink.sum += typeof result === "number" ? result : result[0];
}
