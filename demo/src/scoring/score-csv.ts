// A CSV file → predictions, rejected rows, and both as CSV again. The command reads by the same
// code (src/tables). The file is read chunk by chunk, so that the page can show progress.

import Papa from "papaparse";
import { openCsv } from "../../../src/tables/csv.js";
import type { CsvDialect, DecimalSign } from "../../../src/tables/csv-dialect.js";
import { readInputs } from "../../../src/tables/csv-inputs.js";
import { createCsvRowReader } from "../../../src/tables/csv-rows.js";
import { formatRows } from "../../../src/tables/csv-writer.js";
import { namePredictionColumns } from "../../../src/tables/prediction-columns.js";
import { type Problem, toProblem } from "../../../src/tables/problem.js";
import type { Advice } from "../../../src/tables/table-error.js";
import type { OpenModel } from "../model/open-model.js";
import { predictAccepted } from "../model/predict-accepted.js";
import { gunzip, readBytes } from "./file-bytes.js";
import type { Progress, Reject, Scored } from "./messages.js";

/** What is scored. */
export interface CsvFile {
  readonly file: Blob;
  /** Name of the file, for messages. */
  readonly name: string;
  readonly decimal: DecimalSign;
}

const REJECTS_SHOWN = 100;

const COMMAND = "convert it to CSV, or use the command `supportvector predict`";
/** What the reader of the page can do about a file. */
const ADVICE: Advice = {
  csv: COMMAND,
  json: COMMAND,
  ndjson: COMMAND,
  parquet: COMMAND,
  decimalComma: "set the decimal sign to comma, and choose the file again",
  inputNames: "name the columns as the list on this page does",
};

/**
 * Scores every row that the model accepts.
 *
 * @throws TableError if the file cannot be read as CSV with a column for each input
 */
export async function scoreCsv(
  open: OpenModel,
  { file, name, decimal }: CsvFile,
  onProgress: (progress: Progress) => void,
): Promise<Scored> {
  const { model } = open;
  let bytesRead = 0;
  const bytes = readBytes(file, (count) => {
    bytesRead += count;
  });
  const added = namePredictionColumns(model);
  const options = { decimal };
  const table = await openCsv(bytes, { name, advice: ADVICE, gunzip, options, inputs: model.inputs, added });
  const scoring = new Scoring(open, table.dialect, table.header);
  for await (const chunk of table.chunks) {
    scoring.add(chunk);
    onProgress({ fraction: bytesRead / file.size, rows: scoring.rows });
  }
  return scoring.finish();
}

/** A file that is being scored. */
class Scoring {
  rows = 0;
  private rejectedRows = 0;
  private readonly open: OpenModel;
  private readonly dialect: CsvDialect;
  private readonly reader: ReturnType<typeof createCsvRowReader>;
  private readonly rejects: Reject[] = [];
  private readonly predictions: Float64Array[][];
  private readonly result: string[];
  private readonly rejected: string[];

  constructor(open: OpenModel, dialect: CsvDialect, header: string) {
    this.open = open;
    this.dialect = dialect;
    this.reader = createCsvRowReader(dialect);
    this.predictions = open.model.targets.map(() => []);
    this.result = [header];
    this.rejected = [this.format([["row", "column", "reason"]])];
  }

  add(chunk: Uint8Array): void {
    const { open, dialect } = this;
    const read = this.reader.read(chunk);
    const { values, issues } = predictAccepted(open, readInputs(open.model.inputs, read.rows, dialect));
    const refused = new Set(issues.map(({ row }) => row));
    const accepted = [...read.rows.keys()].filter((row) => !refused.has(row));
    values.forEach((list, target) => {
      this.predictions[target]!.push(Float64Array.from(accepted, (row) => list[row]!));
    });
    this.result.push(formatRows(read, accepted, values, dialect));
    this.reject([...read.problems, ...issues.map((issue) => ({ ...toProblem(issue), row: read.places[issue.row]! }))]);
    this.rejectedRows += read.count - accepted.length;
    this.rows += read.count;
  }

  finish(): Scored {
    const { rows, rejectedRows, rejects } = this;
    const type = "text/csv;charset=utf-8";
    return {
      rows,
      rejectedRows,
      rejects: rejects.slice(0, REJECTS_SHOWN),
      predictions: this.predictions.map(concatenate),
      resultFile: new Blob(this.result, { type }),
      rejectsFile: new Blob(this.rejected, { type }),
    };
  }

  /** @param problems of the next rows, which count from 0 */
  private reject(problems: readonly Problem[]): void {
    const rejects = problems
      .toSorted((a, b) => a.row - b.row)
      .map(({ row, column = "", reason }) => ({ row: this.rows + row + 1, column, reason }));
    if (this.rejects.length < REJECTS_SHOWN) this.rejects.push(...rejects.slice(0, REJECTS_SHOWN));
    this.rejected.push(this.format(rejects.map(({ row, column, reason }) => [row, column, reason])));
  }

  /** Lines of CSV, each with its line end. */
  private format(lines: (string | number)[][]): string {
    const { delimiter, newline } = this.dialect;
    return lines.length === 0 ? "" : Papa.unparse(lines, { delimiter, newline }) + newline;
  }
}

function concatenate(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
