// The problems: the included model, and models of many sizes made from a seed. Each comes with
// records, and with the encoded rows that reach its SVR, for the peers that take only those.

import { readFileSync } from "node:fs";
import { loadModel } from "../dist/index.js";
import { makeDraw } from "./draw.js";
import { readSvr } from "./model-file.js";
import { makeOrdinaryFile } from "./ordinary.js";
import { makeRandom } from "./random.js";
import { makeRandomFile } from "./random-model.js";
import { referenceOf } from "./reference.js";

const VECTOR_COUNTS = [100, 500, 2000, 10_000];
const WIDTHS = [10, 50, 200];

const INCLUDED = [
  { id: "shipped", title: "the included model, people and months that come again", records: "recurring" },
  { id: "shipped-apart", title: "the included model, every input drawn for itself", records: "apart" },
].map((problem) => ({ ...problem, family: "shipped", main: true }));

/** Models that are used beside another: one whose columns repeat, and one whose columns do not. */
export const NEIGHBOURS = ["half-categorical-500x50", "continuous-100x10"];

/**
 * A description of every problem. `makeProblem` makes one. `main`: measured for longer. `peers`:
 * the only ones that are measured.
 */
export const PROBLEMS = [
  ...INCLUDED,
  ...INCLUDED.map(({ id, title, ...problem }) => ({
    ...problem,
    id: `${id}-three`,
    title: `${title}, with two other models in use`,
    neighbours: NEIGHBOURS,
    peers: ["supportvector", "columns", "onnx-node"],
  })),
  ...[
    { id: "ordinary", title: "an ordinary model", target: "raw" },
    { id: "standardised", title: "an ordinary model with a standardised target", target: "standardised" },
  ].map((problem) => ({ ...problem, family: "ordinary", C: 30, records: "recurring", main: true })),
  { id: "continuous-500x64", family: "continuous", vectorCount: 500, width: 64, main: true },
  ...WIDTHS.flatMap((width) =>
    VECTOR_COUNTS.map((vectorCount) => ({
      id: `continuous-${vectorCount}x${width}`,
      family: "continuous",
      vectorCount,
      width,
    })),
  ),
  ...["half categorical", "all categorical"].flatMap((family) =>
    VECTOR_COUNTS.map((vectorCount) => ({
      id: `${family.replace(" ", "-")}-${vectorCount}x50`,
      family,
      vectorCount,
      width: 50,
    })),
  ),
].map((problem) => ({
  title: `${problem.family}, ${problem.vectorCount} × ${problem.width}`,
  records: "apart",
  ...problem,
}));

export function findProblem(id) {
  return PROBLEMS.find((problem) => problem.id === id);
}

/**
 * @param description one of PROBLEMS
 * @param most how many records are wanted at most. Fewer where they would take much time or memory
 * @returns the model `file`, its `plan`, `records` and `inputs` (the same as a matrix), `rows`
 * (encoded, one after another), the `svr` (support vectors one after another), `references` of the
 * first rows, and `largest`, the largest batch
 */
export function makeProblem(description, most) {
  const file = makeFile(description);
  const svr = readSvr(file);
  const work = svr.dualCoef.length * svr.width;
  const largest = 10 ** Math.floor(Math.log10(Math.min(most, 5e9 / work, 1e7 / svr.width)));
  const draw = makeDraw(file, description.records, makeRandom(1));
  const inputs = Float64Array.from(Array.from({ length: largest }, draw).flat());
  const names = file.inputs.map(({ name }) => name);
  const records = Array.from({ length: largest }, (_, r) =>
    Object.fromEntries(names.map((name, c) => [name, inputs[r * names.length + c]])),
  );
  const model = loadModel(file);
  const rows = new Float64Array(largest * svr.width);
  records.forEach((record, r) => {
    rows.set(model.transform(record), r * svr.width);
  });
  const references = [];
  const count = Math.min(largest, 200, Math.max(10, Math.floor(2e7 / work)));
  for (let r = 0; r < count; r++)
    references.push(clip(file, referenceOf(svr, rows.subarray(r * svr.width, (r + 1) * svr.width)).value));
  return { ...description, file, plan: model.plan, names, inputs, records, rows, svr, references, largest };
}

/** @returns the model file of a problem */
export function makeFile(description) {
  if (description.family === "shipped") return readShippedModel();
  return description.family === "ordinary"
    ? makeOrdinaryFile(description, readShippedModel().inputs)
    : makeRandomFile(description);
}

/** The predictions of an SVR alone are not clipped yet. */
export function clip({ target }, number) {
  return Math.max(target.clip?.min ?? -Infinity, Math.min(target.clip?.max ?? Infinity, number));
}

export function readShippedModel() {
  return JSON.parse(readFileSync(new URL("../src/absenteeism/model.json", import.meta.url), "utf8"));
}
