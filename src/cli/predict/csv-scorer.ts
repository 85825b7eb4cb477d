// Whole rows of CSV → the same rows, with predictions.

import Papa from "papaparse";
import type { InputColumns, InputInfo } from "../../index.js";
import type { AnyModel } from "../model.js";
import type { CsvDialect } from "./csv-dialect.js";
import { readCsvRows } from "./csv-rows.js";
import { toText } from "./number-text.js";
import { inOrder, type Predictions, predictAccepted, type Score } from "./scored.js";

type Row = readonly string[];

/** What scores pieces of a CSV file. */
export function createCsvScorer(model: AnyModel, dialect: CsvDialect): Score {
  const { delimiter, newline } = dialect;
  return (piece) => {
    const { rows, places, count, problems, plain } = readCsvRows(piece, dialect);
    const accepted = predictAccepted(model, readColumns(model, rows, dialect), places);
    const { predictions } = accepted;
    const lines = plain
      ? accepted.rows.map((r) => `${rows[r]!.join(delimiter)}${joinAll(predictions, r, delimiter)}${newline}`).join("")
      : quote(
          accepted.rows.map((r) => [...rows[r]!, ...predictions.map((list) => toText(list[r]!))]),
          dialect,
        );
    return {
      bytes: Buffer.from(lines),
      rows: count,
      kept: accepted.rows.length,
      problems: inOrder([...problems, ...accepted.problems]),
    };
  };
}

function joinAll(predictions: Predictions, row: number, delimiter: string): string {
  let joined = "";
  for (const list of predictions) joined += delimiter + toText(list[row]!);
  return joined;
}

/** Rows some of whose fields stand in quotes. */
function quote(rows: string[][], { delimiter, newline }: CsvDialect): string {
  return rows.length > 0 ? Papa.unparse(rows, { delimiter, newline }) + newline : "";
}

function readColumns({ inputs }: AnyModel, rows: readonly Row[], { positions }: CsvDialect): InputColumns {
  return Object.fromEntries(inputs.map((input, i) => [input.name, readColumn(input, rows, positions[i]!)]));
}

/**
 * The values of an input; what is no number is left as text, for the model to refuse. An empty field is a missing
 * value.
 */
function readColumn(input: InputInfo, rows: readonly Row[], position: number): InputColumns[string] {
  if (input.kind === "category" && typeof input.categories[0] === "string")
    return rows.map((row) => row[position]! || null);
  const numbers = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const field = rows[r]![position]!;
    const value = Number(field);
    if (field === "") numbers[r] = Number.NaN;
    else if (isDecimal(field, value)) numbers[r] = value;
    else return rows.map((row) => readField(row[position]!));
  }
  return numbers;
}

function readField(field: string): number | string | null {
  const value = Number(field);
  return field === "" ? null : isDecimal(field, value) ? value : field;
}

/**
 * Whether a field is written as a decimal number. JavaScript also reads space around it, `0x1F` and `Infinity`; what
 * else it reads is decimal.
 *
 * @param value what JavaScript reads
 */
function isDecimal(field: string, value: number): boolean {
  // NaN is the only value that is not equal to itself.
  if (value !== value) return false;
  const first = field.charCodeAt(0);
  const last = field.charCodeAt(field.length - 1);
  return (isDigit(first) || SIGNS_AND_POINT.has(first)) && (isDigit(last) || last === POINT) && !RADIX.test(field);
}

const POINT = 0x2e;
const SIGNS_AND_POINT: ReadonlySet<number> = new Set([0x2b, 0x2d, POINT]);
/** `-Infinity` ends in a letter. */
const RADIX = /^0[box]/i;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
