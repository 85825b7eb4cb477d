// Where the processor time of a row goes: `node --import tsx bench/cli/steps.ts FILE` prints
// nanoseconds per row and step, as JSON, the best of some rounds. The steps are functions of the
// command, in the order in which it calls them.

import { asyncBufferFromFile, type DecodedArray, parquetMetadataAsync } from "hyparquet";
import { openModel } from "../../src/cli/model.js";
import { gunzip } from "../../src/cli/predict/gunzip.js";
import { openInput } from "../../src/cli/predict/input.js";
import { openOutput } from "../../src/cli/predict/output.js";
import { readColumn } from "../../src/cli/predict/parquet-column.js";
import { checkColumns, readInputs as readParquetInputs } from "../../src/cli/predict/parquet-columns.js";
import { toStored } from "../../src/cli/predict/parquet-type.js";
import { createParquetWriter } from "../../src/cli/predict/parquet-writer.js";
import { addPredictions } from "../../src/cli/predict/row-predictor.js";
import { predictAccepted } from "../../src/cli/predict/scored.js";
import { predictionColumn } from "../../src/cli/predict/table.js";
import { openCsv } from "../../src/tables/csv.js";
import { readInputs } from "../../src/tables/csv-inputs.js";
import { createCsvRowReader } from "../../src/tables/csv-rows.js";
import { formatRows } from "../../src/tables/csv-writer.js";

const STEPS = ["decode", "numbers", "prediction", "text", "writing"] as const;
type Step = (typeof STEPS)[number];
/** Ends a step. The next one begins. */
type End = (step: Step) => void;

/** The first rounds compile the code. */
const ROUNDS = 5;
const ADDED = ["prediction"];

const file = process.argv[2]!;
const model = await openModel(undefined, undefined);
const predictor = addPredictions(model);
const rounds: Record<Step, number>[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const spent = { decode: 0, numbers: 0, prediction: 0, text: 0, writing: 0 };
  let last = process.cpuUsage();
  const rows = await (file.endsWith(".parquet") ? predictParquet : predictCsv)((step) => {
    const { user, system } = process.cpuUsage(last);
    spent[step] += user + system;
    last = process.cpuUsage();
  });
  for (const step of STEPS) spent[step] *= 1000 / rows;
  rounds.push(spent);
}
const least = STEPS.map((step) => [step, Math.min(...rounds.map((spent) => spent[step]))]);
console.log(JSON.stringify(Object.fromEntries(least)));

async function predictCsv(end: End): Promise<number> {
  const output = await openOutput(`${file}.predicted`);
  const { bytes, name } = openInput(file);
  const advice = { csv: "", json: "", ndjson: "", parquet: "", decimalComma: "", inputNames: "" };
  const { inputs } = model;
  const settings = { name, advice, inputs, added: ADDED, options: { decimal: "." }, gunzip } as const;
  const { dialect, chunks } = await openCsv(bytes, settings);
  const reader = createCsvRowReader(dialect);
  let rows = 0;
  for await (const chunk of chunks) {
    const read = reader.read(chunk);
    end("decode");
    const values = readInputs(inputs, read.rows, dialect);
    end("numbers");
    const predicted = predictAccepted(predictor, values, (row) => row);
    end("prediction");
    const text = Buffer.from(formatRows(read, predicted.rows, predicted.added, dialect));
    end("text");
    await output.write(text);
    end("writing");
    rows += read.count;
  }
  output.finish();
  return rows;
}

async function predictParquet(end: End): Promise<number> {
  const output = await openOutput(`${file}.predicted`);
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  const parquet = checkColumns(metadata, model, ADDED, file);
  const schema = parquet.elements.map(toStored);
  const added = ADDED.map(predictionColumn);
  const writer = createParquetWriter({ columns: added, stored: added, metadata: [] });
  let rows = 0;
  for (const { num_rows } of metadata.row_groups) {
    const next = rows + Number(num_rows);
    const stored = new Map<string, DecodedArray>();
    for (const column of schema) {
      const values = await readColumn(
        buffer,
        { ...metadata, schema: [parquet.root, ...schema] },
        column,
        rows,
        next,
        file,
      );
      stored.set(column.name, values);
    }
    end("decode");
    const values = readParquetInputs(model, parquet, stored);
    end("numbers");
    const { added: predictions } = predictAccepted(predictor, values, (row) => row);
    end("prediction");
    const bytes = await writer.copy([], predictions);
    end("text");
    await output.write(bytes);
    end("writing");
    rows = next;
  }
  output.finish();
  return rows;
}
