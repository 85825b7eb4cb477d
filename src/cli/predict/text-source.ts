// CSV, NDJSON and JSON: texts that are cut into chunks of whole rows.

import { type Bytes, startWith } from "../../tables/chunks.js";
import { openCsv } from "../../tables/csv.js";
import { openJson, openNdjson, RECORD_SEPARATOR } from "../../tables/json-chunks.js";
import type { Advice } from "../../tables/table-error.js";
import type { TextSettings } from "../../tables/text.js";
import type { Format } from "./format.js";
import { gunzip } from "./gunzip.js";
import { openInput } from "./input.js";
import { createScorer, type Plan, type TablePlan, type TextPlan } from "./plan.js";
import { type ScoreAll, scoreHere, scoreInThreads } from "./pool.js";
import { type RecordFrame, splitRecords } from "./record-scorer.js";
import type { Run } from "./run.js";
import type { Frame, Source } from "./source.js";
import { type Layout, layoutOfText, type Table } from "./table.js";

type TextFormat = Exclude<Format, "parquet">;

/** A text, cut into chunks, and how they are scored. */
type TextChunks = { readonly chunks: Bytes } & (
  | { readonly kind: "text"; readonly plan: TextPlan; readonly frame: Frame }
  | { readonly kind: "table"; readonly plan: TablePlan; readonly layout: Layout }
);

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
  const { bytes, ...input } = openInput(run.file);
  const text = await OPEN[format](bytes, { name: input.name, advice: ADVICE, gunzip }, run);
  if (text.kind === "table") {
    const scored = prepare<Table>(run, text.plan)(text.chunks);
    return { kind: "table", ...input, layout: text.layout, scored };
  }
  const scored = prepare<Uint8Array>(run, text.plan)(text.chunks);
  return { kind: "bytes", ...input, ...text.frame, scored };
}

function prepare<Good extends Uint8Array | Table>(run: Run, plan: Plan<Good>): ScoreAll<Good> {
  const { predictor, threads, predicting } = run;
  return threads === 1
    ? scoreHere(createScorer<Good>(predictor, plan))
    : scoreInThreads<Good>(threads, { predicting, plan });
}

type Open = (bytes: Bytes, settings: TextSettings, run: Run) => Promise<TextChunks>;

const OPEN: Readonly<Record<TextFormat, Open>> = {
  async csv(bytes, settings, { predictor, csv, outputFormat }) {
    const { inputs, added } = predictor;
    const { names, header, dialect, chunks } = await openCsv(bytes, {
      ...settings,
      inputs,
      added: added.map(({ name }) => name),
      options: csv,
    });
    if (outputFormat === "csv")
      return {
        kind: "text",
        chunks,
        plan: { kind: "csv", dialect },
        frame: { before: header, between: "", after: "" },
      };
    // Blanks at the ends of a header are no part of an input's name.
    const inputAt = new Map(inputs.map(({ name }, i) => [dialect.positions[i]!, name]));
    const layout = layoutOfText(
      names.map((name, c) => inputAt.get(c) ?? name),
      inputs,
      added,
    );
    return { kind: "table", chunks, plan: { kind: "csv table", dialect }, layout };
  },

  async ndjson(bytes, settings, run) {
    const inputs = run.predictor.inputs.map(({ name }) => name);
    const chunks = await openNdjson(bytes, { ...settings, inputs });
    return openRecords(chunks, { name: settings.name, separator: "\n" }, true, run);
  },

  async json(bytes, settings, run) {
    const inputs = run.predictor.inputs.map(({ name }) => name);
    const { list, chunks } = await openJson(bytes, { ...settings, inputs });
    return openRecords(chunks, { name: settings.name, separator: RECORD_SEPARATOR }, list, run);
  },
};

/** @param list whether there may be several records */
async function openRecords(
  chunks: AsyncGenerator<Uint8Array>,
  frame: RecordFrame,
  list: boolean,
  { predictor: { inputs, added }, outputFormat }: Run,
): Promise<TextChunks> {
  if (outputFormat === "ndjson") {
    const plan = { kind: "records", frame, joint: { joint: "\n", end: "\n" } } as const;
    return { kind: "text", chunks, plan, frame: { before: "", between: "", after: "" } };
  }
  if (outputFormat === "json") {
    const plan = { kind: "records", frame, joint: { joint: ",\n", end: "" } } as const;
    const around = list ? { before: "[\n", between: ",\n", after: "\n]\n" } : { before: "", between: "", after: "\n" };
    return { kind: "text", chunks, plan, frame: around };
  }
  const first = await chunks.next();
  const chunk = first.done ? new Uint8Array(0) : first.value;
  const names = readKeys(chunk, frame) ?? inputs.map(({ name }) => name);
  const layout = layoutOfText(names, inputs, added);
  return {
    kind: "table",
    chunks: startWith(chunk, chunks),
    plan: { kind: "record table", frame, names },
    layout,
  };
}

/** Returns the keys of the first record, undefined if it is none. */
function readKeys(chunk: Uint8Array, { name, separator }: RecordFrame): readonly string[] | undefined {
  const [first = ""] = chunk.length > 0 ? splitRecords(chunk, name, separator) : [];
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}
