// The background that a file gives: rows of CSV, or records of JSON.

import type { InputInfo, InputRecord } from "../../index.js";
import { openCsv } from "../../tables/csv.js";
import { readInputs } from "../../tables/csv-inputs.js";
import { createCsvRowReader } from "../../tables/csv-rows.js";
import { describeProblems, type Problem } from "../../tables/problem.js";
import type { Advice } from "../../tables/table-error.js";
import { EXIT, Failure } from "../failure.js";
import { chooseFormat } from "../predict/format.js";
import { gunzip } from "../predict/gunzip.js";
import { openInput } from "../predict/input.js";
import { readJson } from "./json.js";

const NAME_IT = "name the file by its format: .csv or .json";
/** What the user of the command can do about a file. */
const ADVICE: Advice = {
  csv: NAME_IT,
  json: NAME_IT,
  ndjson: "write a JSON array of records",
  parquet: "write its rows as CSV",
  decimalComma: "write decimal points",
  inputNames: "name the columns as `supportvector inputs` does",
};

/**
 * Reads the rows of a background.
 *
 * @throws Failure unless the file holds CSV, or a JSON array
 * @throws TableError if the file is no CSV with a column for each input
 */
export async function readBackground(file: string, inputs: readonly InputInfo[]): Promise<readonly InputRecord[]> {
  const format = chooseFormat(file, undefined);
  if (format === "csv") return readCsv(file, inputs);
  if (format !== "json") throw new Failure(`${file} is ${format}, not CSV or JSON: convert it`, EXIT.usage);
  const records = await readJson(file, "an array of records");
  if (Array.isArray(records)) return records;
  throw new Failure(`${file} is no JSON array: write an array of records, objects keyed by input name`);
}

async function readCsv(file: string, inputs: readonly InputInfo[]): Promise<InputRecord[]> {
  const { name, bytes } = openInput(file);
  const { dialect, chunks } = await openCsv(bytes, {
    name,
    advice: ADVICE,
    gunzip,
    inputs,
    added: [],
    options: { decimal: "." },
  });
  const reader = createCsvRowReader(dialect);
  const rows: (readonly string[])[] = [];
  const problems: Problem[] = [];
  for await (const chunk of chunks) {
    const read = reader.read(chunk);
    rows.push(...read.rows);
    problems.push(...read.problems);
  }
  if (problems.length > 0)
    throw new Failure(`${name} has rows that cannot be read: ${describeProblems(problems)}: correct the file`);
  const columns = readInputs(inputs, rows, dialect) as Readonly<Record<string, ArrayLike<InputRecord[string]>>>;
  return rows.map((_, row) => Object.fromEntries(inputs.map((input) => [input.name, columns[input.name]![row]!])));
}
