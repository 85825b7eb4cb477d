// `npm run bench:against -- COMMIT`: compares the engine of an earlier commit with this one. Both
// are loaded into one process and take turns, so what else the machine does meets both alike. Each
// ratio is taken within a round, and the table has medians and quartiles. The last column is how
// far the predictions of both lie apart. Writes no file.
//
//   --dist FOLDER   a finished build of the earlier commit, in place of COMMIT
//   --only NAME     cases whose names contain NAME
//   --quick         fewer and shorter rounds

import { execFileSync, fork } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CASES } from "./against/cases.js";
import { compareFreshProcesses } from "./against/fresh.js";
import { digits } from "./numbers.js";
import { quantile, ratioOf } from "./statistics.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dist: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
  },
});
const [commit] = positionals;
if ((commit === undefined) === (options.dist === undefined)) {
  console.error("usage: npm run bench:against -- (COMMIT | --dist FOLDER) [--only NAME] [--quick]");
  process.exit(2);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "supportvector-against-"));
process.on("SIGINT", () => process.exit(130));
process.on("exit", () => {
  const tree = join(temporary, "before");
  if (existsSync(tree)) execFileSync("git", ["worktree", "remove", "--force", tree], { cwd: root });
  rmSync(temporary, { recursive: true, force: true });
});

// A copy: a build that is made meanwhile must not change what is measured.
const after = join(temporary, "after");
cpSync(join(root, "dist"), after, { recursive: true });
// Says that these are modules. Without it, Node parses each file twice to find that out.
cpSync(join(root, "package.json"), join(temporary, "package.json"));
const before = options.dist === undefined ? build(commit) : resolve(options.dist);

const plan = options.quick ? { rounds: 5, milliseconds: 10 } : { rounds: 21, milliseconds: 30 };
const wanted = (name) => name.includes(options.only);
print(["", "before", "now", "now ÷ before", "goal", "difference"]);
for (const { name, ...each } of CASES.filter(({ name }) => wanted(name)))
  for (const { way, rows, times, difference } of await inOwnProcess({ ...each, before, after, plan })) {
    const goal = each.goals[way];
    printRatio(`${name}, ${describe(way, rows)}`, times, "µs", goal, difference.toExponential(1));
  }
for (const { name, times } of await compareFreshProcesses({ before, after, rounds: options.quick ? 5 : 31, wanted }))
  printRatio(name, times, "ms", 0.65, "");

/** @returns the folder of the built package */
function build(commit) {
  const tree = join(temporary, "before");
  const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  run("git", ["worktree", "add", "--quiet", "--detach", tree, commit], root);
  run("npm", ["ci", "--silent"], tree);
  run("npm", ["run", "--silent", "build"], tree);
  return join(tree, "dist");
}

/** A process per case: models of other cases must not slow this one's down. */
function inOwnProcess(task) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("against/measure.js", import.meta.url)));
    child.on("message", resolve);
    child.on("close", (code) => reject(new Error(`a measuring process exited with ${code}`)));
    child.send(task);
  });
}

function describe(way, rows) {
  return { one: "one row", batch: `batch of ${rows}`, columns: `columns of ${rows} rows` }[way];
}

function printRatio(name, { before, after }, unit, goal, difference) {
  const { median, low, high } = ratioOf(after, before);
  const [old, now] = [before, after].map((times) => `${digits(quantile(times, 0.5))} ${unit}`);
  const verdict = goal === undefined ? "" : `${goal} ${median <= goal ? "met" : "missed"}`;
  const ratio = [median, low, high].map((number) => number.toFixed(2));
  print([name, old, now, `${ratio[0]} (${ratio[1]} to ${ratio[2]})`, verdict, difference]);
}

/** A line of the table, printed as soon as it is measured. */
function print([name, ...cells]) {
  console.log(name.padEnd(66), ...cells.map((cell, i) => cell.padStart([9, 9, 20, 12, 10][i])));
}
