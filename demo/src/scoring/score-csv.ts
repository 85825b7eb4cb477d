// CSV text → predictions, rejected rows, and both as CSV again. Read in chunks, so that progress can be told.

import Papa from "papaparse";
import type { InputInfo } from "supportvector";
import type { OpenModel } from "../model/open-model.js";
import { predictAccepted } from "../model/predict-accepted.js";
import type { Progress, Reject, Scored } from "./messages.js";
import { readCell } from "./read-cell.js";

/** A file that cannot be scored at all. */
export class UnreadableFile extends Error {}

const CHARACTERS_PER_CHUNK = 2 ** 18;
const REJECTS_SHOWN = 100;

/**
 * Scores every row that the model accepts.
 *
 * @param text with a header; separated by commas, semicolons, tabs or bars
 * @throws UnreadableFile where a column is missing, or there are no rows
 */
export function scoreCsv(open: OpenModel, text: string, onProgress: (progress: Progress) => void): Scored {
  const scoring = new Scoring(open);
  // Not written in the call: the declared types know chunks of files only.
  const chunkwise = {
    skipEmptyLines: true,
    chunkSize: CHARACTERS_PER_CHUNK,
    chunk({ data, errors, meta }: Papa.ParseResult<string[]>) {
      scoring.add(data, errors, meta.delimiter);
      onProgress({ fraction: meta.cursor / text.length, rows: scoring.rows });
    },
  };
  Papa.parse<string[]>(text, chunkwise);
  return scoring.finish();
}

/** A file that is being scored. */
class Scoring {
  rows = 0;
  private rejectedRows = 0;
  private header: readonly string[] | undefined;
  private delimiter = ",";
  private readonly open: OpenModel;
  private readonly rejects: Reject[] = [];
  private readonly predictions: Float64Array[][];
  private readonly result: string[] = [];
  private readonly refused: string[] = [];

  constructor(open: OpenModel) {
    this.open = open;
    this.predictions = open.model.targets.map(() => []);
  }

  add(chunk: readonly string[][], errors: readonly Papa.ParseError[], delimiter: string): void {
    if (chunk.length === 0) return;
    const malformed = new Map(
      errors.flatMap(({ row, message }) => (row === undefined ? [] : [[row, message] as const])),
    );
    const first = this.header ? 0 : 1;
    if (!this.header) {
      this.delimiter = delimiter;
      this.header = this.readHeader(chunk[0]!);
    }
    const header = this.header;
    const rejects: Reject[] = [];
    const rows: string[][] = [];
    const numbers: number[] = [];
    for (let i = first; i < chunk.length; i++) {
      const row = chunk[i]!;
      const number = ++this.rows;
      const reason =
        malformed.get(i) ??
        (row.length === header.length
          ? undefined
          : `expected ${header.length} fields, as in the header, got ${row.length}`);
      if (reason !== undefined) rejects.push({ row: number, column: "", reason });
      else {
        rows.push(row);
        numbers.push(number);
      }
    }
    rejects.push(...this.predict(header, rows, numbers));
    this.reject(rejects);
  }

  finish(): Scored {
    if (this.rows === 0) throw new UnreadableFile("The file has no rows below a header.");
    const { rows, rejectedRows, rejects } = this;
    const type = "text/csv;charset=utf-8";
    return {
      rows,
      rejectedRows,
      rejects: rejects.slice(0, REJECTS_SHOWN),
      predictions: this.predictions.map(concatenate),
      resultFile: new Blob(this.result, { type }),
      rejectsFile: new Blob([`${this.write([["row", "column", "reason"]])}`, ...this.refused], { type }),
    };
  }

  /** Predicts rows of the right width; returns what the model refuses. */
  private predict(header: readonly string[], rows: readonly string[][], numbers: readonly number[]): Reject[] {
    const { model } = this.open;
    const columns = Object.fromEntries(
      model.inputs.map((input) => {
        const position = header.indexOf(input.name);
        return [input.name, rows.map((row) => readCell(row[position]!, holdsNumbers(input)))];
      }),
    );
    const { values, issues } = predictAccepted(this.open, columns);
    const refused = new Set(issues.map(({ row }) => row));
    const accepted = rows.flatMap((_, i) => (refused.has(i) ? [] : [i]));
    values.forEach((line, target) => {
      this.predictions[target]!.push(Float64Array.from(accepted, (i) => line[i]!));
    });
    this.result.push(this.write(accepted.map((i) => [...rows[i]!, ...values.map((line) => line[i]!)])));
    return issues.map(({ row, input = "", code, expected, received }) => ({
      row: numbers[row]!,
      column: input,
      reason: `expected ${expected}, got ${code === "MISSING_VALUE" ? "an empty field" : received}`,
    }));
  }

  private readHeader(row: readonly string[]): readonly string[] {
    const header = row.map((name) => name.trim());
    const absent = this.open.model.inputs.map(({ name }) => name).filter((name) => !header.includes(name));
    if (absent.length > 0)
      throw new UnreadableFile(`The header lacks ${absent.map((name) => `"${name}"`).join(", ")}.`);
    const added: string[] = [];
    for (const target of this.open.model.targets) added.push(unused(`predicted ${target}`, [...header, ...added]));
    this.result.push(this.write([[...header, ...added]]));
    return header;
  }

  private reject(rejects: readonly Reject[]): void {
    const sorted = rejects.toSorted((a, b) => a.row - b.row);
    this.rejectedRows += new Set(sorted.map(({ row }) => row)).size;
    if (this.rejects.length < REJECTS_SHOWN) this.rejects.push(...sorted.slice(0, REJECTS_SHOWN));
    this.refused.push(this.write(sorted.map(({ row, column, reason }) => [row, column, reason])));
  }

  /** Lines of CSV, the last one ended. */
  private write(lines: readonly (readonly (string | number)[])[]): string {
    return lines.length === 0 ? "" : `${Papa.unparse(lines as unknown[][], { delimiter: this.delimiter })}\r\n`;
  }
}

const holdsNumbers = (input: InputInfo): boolean => input.kind === "number" || typeof input.categories[0] === "number";

/** The name, or with a number behind it the first that is not taken. */
function unused(name: string, taken: readonly string[]): string {
  let candidate = name;
  for (let i = 2; taken.includes(candidate); i++) candidate = `${name} ${i}`;
  return candidate;
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
