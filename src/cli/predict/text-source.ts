// CSV, NDJSON and JSON: texts that are cut into chunks of whole rows.

import type { Bytes } from "../../tables/chunks.js";
import { openCsv } from "../../tables/csv.js";
import { openJson, openNdjson, RECORD_SEPARATOR } from "../../tables/json-chunks.js";
import type { Advice } from "../../tables/table-error.js";
import type { TextSettings } from "../../tables/text.js";
import type { Format } from "./format.js";
import { gunzip } from "./gunzip.js";
import { openInput } from "./input.js";
import type { Plan } from "./plan.js";
import { scoreHere, scoreInThreads } from "./pool.js";
import type { Run, Source } from "./source.js";

type TextFormat = Exclude<Format, "parquet">;

/** A text, cut into chunks, and what is written around them. */
interface TextChunks extends Pick<Source, "before" | "between" | "after"> {
  readonly plan: Plan;
  readonly chunks: Bytes;
}

/** What the user of the command can do about a file. */
const ADVICE: Advice = {
  csv: "pass --format csv",
  json: "pass --format json",
  ndjson: "pass --format ndjson",
  parquet: "pass --format parquet",
  decimalComma: "pass --decimal comma",
  inputNames: "name the columns as `supportvector inputs` does",
};

/** @throws TableError if the text does not start as one of this format does */
export async function openTextSource(run: Run, format: TextFormat): Promise<Source> {
  const { file, model, modelText, modelPath, threads } = run;
  const { bytes, name, size, position } = openInput(file);
  const { plan, chunks, ...around } = await OPEN[format](bytes, { name, advice: ADVICE, gunzip }, run);
  const scoreAll = threads === 1 ? scoreHere(model, plan) : scoreInThreads(threads, { modelText, modelPath, plan });
  return { name, size, position, scored: scoreAll(chunks), ...around };
}

type Open = (bytes: Bytes, settings: TextSettings, run: Run) => Promise<TextChunks>;

const OPEN: Readonly<Record<TextFormat, Open>> = {
  async csv(bytes, settings, { model, columns, csv }) {
    const { inputs } = model;
    const { dialect, header, chunks } = await openCsv(bytes, { ...settings, inputs, added: columns, options: csv });
    return { plan: { kind: "csv", dialect }, chunks, before: header, between: "", after: "" };
  },

  async ndjson(bytes, settings, { model, columns }) {
    const frame = { name: settings.name, separator: "\n", joint: "\n", end: "\n" };
    const chunks = await openNdjson(bytes, { ...settings, inputs: model.inputs.map(({ name }) => name) });
    return { plan: { kind: "records", columns, frame }, chunks, before: "", between: "", after: "" };
  },

  async json(bytes, settings, { model, columns }) {
    const inputs = model.inputs.map(({ name }) => name);
    const { list, chunks } = await openJson(bytes, { ...settings, inputs });
    const frame = { name: settings.name, separator: RECORD_SEPARATOR, joint: ",\n", end: "" };
    const around = list ? { before: "[\n", between: ",\n", after: "\n]\n" } : { before: "", between: "", after: "\n" };
    return { plan: { kind: "records", columns, frame }, chunks, ...around };
  },
};
