// CSV, NDJSON and JSON: texts that are cut into pieces of whole rows.

import Papa from "papaparse";
import { readHeader } from "./csv-dialect.js";
import { endOfCsvRows } from "./csv-rows.js";
import type { Format } from "./format.js";
import { openInput } from "./input.js";
import { openJson, RECORD_SEPARATOR } from "./json-pieces.js";
import { cutIntoPieces, endOfLines, startWith } from "./pieces.js";
import type { Plan } from "./plan.js";
import { scoreHere, scoreInThreads } from "./pool.js";
import type { Run, Source } from "./source.js";

/** A text, cut into pieces, and what is written around what becomes of them. */
interface TextPieces extends Pick<Source, "before" | "between" | "after"> {
  readonly plan: Plan;
  readonly pieces: AsyncIterable<Buffer>;
}

/** @throws Failure if it does not begin as a text of this format does */
export async function openText(run: Run, format: Exclude<Format, "parquet">): Promise<Source> {
  const { file, model, modelText, modelPath, threads } = run;
  const { bytes, name, size, position } = openInput(file);
  const { plan, pieces, ...around } = await OPEN[format](bytes, name, run);
  const scoreAll = threads === 1 ? scoreHere(model, plan) : scoreInThreads(threads, { modelText, modelPath, plan });
  return { name, size, position, scored: scoreAll(pieces), ...around };
}

type Open = (bytes: AsyncIterable<Buffer>, name: string, run: Run) => Promise<TextPieces>;

const OPEN: Readonly<Record<Exclude<Format, "parquet">, Open>> = {
  async csv(bytes, name, { model, columns }) {
    const pieces = cutIntoPieces(bytes, endOfCsvRows, name);
    const first = await pieces.next();
    const start = readHeader(first.done ? Buffer.alloc(0) : first.value, model, columns, name);
    const { delimiter, newline } = start.dialect;
    // An empty name in front, for the delimiter behind it.
    const added = Papa.unparse([["", ...columns]], { delimiter });
    const plan: Plan = { kind: "csv", dialect: start.dialect };
    const before = start.header + added + newline;
    return { plan, pieces: startWith(start.rows, pieces), before, between: "", after: "" };
  },

  async ndjson(bytes, name, { columns }) {
    const frame = { name, separator: "\n", joint: "\n", end: "\n" };
    const pieces = cutIntoPieces(bytes, endOfLines, name);
    return { plan: { kind: "records", columns, frame }, pieces, before: "", between: "", after: "" };
  },

  async json(bytes, name, { columns }) {
    const { list, pieces } = await openJson(bytes, name);
    const frame = { name, separator: RECORD_SEPARATOR, joint: ",\n", end: "" };
    const around = list ? { before: "[\n", between: ",\n", after: "\n]\n" } : { before: "", between: "", after: "\n" };
    return { plan: { kind: "records", columns, frame }, pieces, ...around };
  },
};
