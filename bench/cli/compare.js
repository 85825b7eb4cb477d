// Two builds of the command, in turns: by how much one is faster than the other.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ratioOf } from "../statistics.js";
import { measure } from "./measure.js";

const ROUNDS = 7;
const FILES = [
  { title: "CSV, recurring", name: "recurrent.csv" },
  { title: "CSV, fresh", name: "apart.csv" },
  { title: "NDJSON, recurring", name: "recurrent.ndjson" },
  { title: "Parquet, recurring", name: "recurrent.parquet" },
  { title: "Parquet, fresh", name: "apart.parquet" },
];

/**
 * Prints the time of this build as a part of the other's, for each kind of file: the median of
 * the rounds, and the quartiles.
 *
 * @param folder of the files
 * @param builds the dist folders of this build and the other
 */
export function compare(folder, builds) {
  for (const { title, name } of FILES) {
    const outputs = builds.map((_, b) => join(folder, `${b}-${name}`));
    const rounds = Array.from({ length: ROUNDS }, () =>
      builds.map((build, b) => {
        const args = [resolve(build, "cli.js"), "predict", join(folder, name), "--output", outputs[b]];
        return measure(args, folder);
      }),
    );
    const [ours, theirs] = outputs.map((output) => readFileSync(output));
    const said = ["processor", "seconds"].map((what) => describe(rounds, what));
    const bytes = ours.equals(theirs) ? "the same bytes" : "other bytes";
    console.log(`${title.padEnd(20)} processor time ${said[0]}   elapsed ${said[1]}   ${bytes}`);
  }
}

/** `0.75 [0.73–0.79]` */
function describe(rounds, what) {
  const [ours, theirs] = [0, 1].map((build) => rounds.map((round) => round[build][what]));
  const { median, low, high } = ratioOf(ours, theirs);
  return `${median.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
}
