// Whole processes in turns, so that what else the machine does meets all of them alike. Times are
// those of the processor: another process that gets its turn in between does not count.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = (name) => fileURLToPath(new URL(`fresh/${name}`, import.meta.url));

/**
 * @param players by name: a script of fresh/ and its arguments
 * @returns by name milliseconds over those of an empty script, round by round
 */
export function timeProcesses(players, rounds) {
  const run = ([name, ...args]) =>
    Number(
      execFileSync(process.execPath, ["--require", script("print-processor-time.cjs"), script(name), ...args], {
        encoding: "utf8",
      }),
    );
  const times = Object.fromEntries(Object.keys(players).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const empty = run(["empty.js"]);
    // Who is first changes from round to round.
    const turns = round % 2 ? Object.entries(players).reverse() : Object.entries(players);
    for (const [name, command] of turns) times[name].push(run(command) - empty);
  }
  return times;
}
