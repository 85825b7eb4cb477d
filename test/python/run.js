// `npm run test:python`: the exporter with other releases of scikit-learn.
//
//   npm run test:python -- [--release 1.7.2]... [--count N] [--seed N] [--python PATH] [--write]
//
//   --release   only this release. May be repeated. releases.js lists all
//   --count     the number of random pipelines of a release (400)
//   --python    the Python that makes the virtual environments
//   --write     writes the table of docs/supported.md

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { requireProgram } from "../support/programs.js";
import { drawTable, writeTables } from "../support/written-tables.js";
import { testRelease } from "./release.js";
import { RELEASES } from "./releases.js";

const { values: options } = parseArgs({
  options: {
    release: { type: "string", multiple: true, default: Object.keys(RELEASES) },
    count: { type: "string", default: "400" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    python: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const unknown = options.release.filter((release) => !(release in RELEASES));
if (unknown.length > 0)
  throw new Error(`--release expected one of ${Object.keys(RELEASES).join(", ")}, got ${unknown.join(", ")}`);
const python = options.python ?? requireProgram("python3-venv");

console.log(`${options.count} random pipelines of each release, seed ${options.seed}`);
const tested = new Map();
const queue = [...options.release];
await Promise.all(Array.from({ length: availableParallelism() }, testNext));

/** Tests releases until none is left. */
async function testNext() {
  for (let release = queue.shift(); release !== undefined; release = queue.shift()) {
    const { row, failed } = await testRelease(release, python, options.seed, options.count);
    tested.set(release, { row, failed });
    console.log(`${release} ${failed.length === 0 ? "passed" : `failed\n${failed.join("\n")}`}`);
  }
}

const rows = options.release.map((release) => tested.get(release).row);
const HEAD = ["scikit-learn", "Python", "numpy", "pandas", "tests", "fixtures", "pipelines", "disagreements"];
const table = drawTable(
  [...HEAD, "tracebacks", "refused", "worst error"],
  rows.map(({ refused, worst, ...cells }) => [
    ...Object.values(cells).map(String),
    `${(100 * refused).toFixed(1)} %`,
    worst.toFixed(3),
  ]),
);
console.log(`\n${table}\n`);
const failures = [...tested.values()].filter(({ failed }) => failed.length > 0).length;
console.log(`${rows.length - failures} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
if (options.write && failures === 0) writeTables("supported.md", "test:python", table);
