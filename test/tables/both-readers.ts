// A CSV file through the command's path and through the demo page's path, both without a process or
// a browser.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "../../demo/src/model/open-model.js";
import { scoreCsv } from "../../demo/src/scoring/score-csv.js";
import { addPredictions } from "../../src/cli/predict/row-predictor.js";
import { openTextSource } from "../../src/cli/predict/text-source.js";
import { write } from "../../src/cli/predict/written.js";
import { loadModel } from "../../src/index.js";
import type { CsvOptions } from "../../src/tables/csv-dialect.js";
import { TableError } from "../../src/tables/table-error.js";
import { tinyModel } from "../support/tiny-model.js";

/** What a path makes of a file. */
interface Outcome {
  /** What is written. */
  readonly output: string;
  /** How many rows the file has. */
  readonly rows: number;
  /** Row, from 1, column and reason. */
  readonly problems: readonly (readonly [row: number, column: string, reason: string])[];
}

/** Reads a file with the tiny model, or another one. */
export type Read = (
  file: string | Uint8Array,
  options?: Partial<CsvOptions> & { readonly name?: string; readonly model?: string },
) => Promise<Outcome>;

const TINY = JSON.stringify(tinyModel());

/** As `supportvector predict --rejects` reads it. */
const readByCommand: Read = async (file, { name = "rows.csv", model: text = TINY, ...options } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-tables-"));
  try {
    const path = join(folder, name);
    writeFileSync(path, file);
    const predicting = { modelText: text, modelPath: "", coverage: undefined };
    const predictor = addPredictions(loadModel(text, { targets: "any" }));
    const csv = { decimal: ".", ...options } as const;
    const format = "csv";
    const run = { file: path, format, outputFormat: format, predictor, predicting, csv, threads: 1 } as const;
    const source = await openTextSource(run, format);
    let output = "";
    let rows = 0;
    const problems: Outcome["problems"][number][] = [];
    for await (const scored of write(source, format)) {
      output += Buffer.from(scored.good).toString("utf8");
      for (const { row, column = "", reason } of scored.problems) problems.push([rows + row + 1, column, reason]);
      rows += scored.rows;
    }
    return { output, rows, problems };
  } catch (error) {
    throw withoutFolder(error, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof TableError)) return error;
  return new TableError(error.code, error.message.replace(`${folder}/`, ""), error.columns);
}

/** As the worker of the demo page reads it. */
const readByDemo: Read = async (file, { name = "rows.csv", model: text = TINY, decimal = "." } = {}) => {
  const settings = { file: new Blob([file as string]), name, decimal };
  const { rows, rejects, resultFile } = await scoreCsv(openModel(text), settings, () => {});
  return {
    // `Blob.text` would leave the byte order mark out.
    output: Buffer.from(await resultFile.arrayBuffer()).toString("utf8"),
    rows,
    problems: rejects.map(({ row, column, reason }) => [row, column, reason]),
  };
};

export const READERS: readonly (readonly [name: string, read: Read])[] = [
  ["the command", readByCommand],
  ["the demo page", readByDemo],
];

/** The error with which a path refuses a file. */
export async function refusal(read: Read, ...[file, options]: Parameters<Read>): Promise<TableError> {
  const outcome = await read(file, options).catch((error: unknown) => error);
  if (outcome instanceof TableError) return outcome;
  throw new Error(`expected a TableError, got ${JSON.stringify(outcome)}`, { cause: outcome });
}

/** The first bytes of a ZIP archive whose first file has this name and content, stored. */
export function zip(name: string, content: string = ""): Uint8Array {
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name + content), Buffer.alloc(200)]);
}
