// A CSV file of any length, in constant memory: `node score.js rows.csv > predicted.csv`.
//
// The command `npx supportvector predict rows.csv --model model.json` does this too, with more
// formats and faster. Write your own loop where rows come from, or go to, a place of your own.

import { createReadStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import Papa from "papaparse";
import { loadModel } from "supportvector";

const ROWS_PER_BATCH = 1000;

const model = loadModel(readFileSync(new URL("../model.json", import.meta.url), "utf8"));
const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: true });
const rows = Readable.from(createReadStream(process.argv[2]).pipe(parser));

let batch = [];
let count = 0;
for await (const row of rows) {
  batch.push(row);
  if (batch.length === ROWS_PER_BATCH) score();
}
score();

/** Writes the good rows with their predictions, and reports the bad ones without their values. */
function score() {
  const { predictions, issues } = model.tryPredictBatch(batch.map(toRecord));
  const scored = batch.flatMap((row, i) => (predictions[i] === null ? [] : [{ ...row, predicted: predictions[i] }]));
  if (scored.length > 0) console.log(Papa.unparse(scored, { header: count === 0, newline: "\n" }));
  for (const { row, input, code } of issues) console.error(`row ${count + row + 1}: ${input} ${code}`);
  count += batch.length;
  batch = [];
}

/**
 * A CSV field is text. An empty one is a missing value, and a number is what its input asks for.
 */
function toRecord(row) {
  const entries = model.inputs.map(({ name, kind }) => {
    const text = row[name];
    if (text === undefined) return [name, undefined];
    const value = kind === "number" ? Number(text) : text;
    return [name, text === "" ? null : Number.isNaN(value) ? text : value];
  });
  return Object.fromEntries(entries);
}
