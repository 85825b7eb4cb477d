// Texts of JSON records, scored. A text is kept as it is, because JSON has more numbers than
// JavaScript. An identifier of 19 digits would come out as another one.

import { parse, stringify } from "lossless-json";
import type { InputRecord } from "../../index.js";
import { toText } from "../../tables/number-text.js";
import { type Problem, toProblem } from "../../tables/problem.js";
import { decodeUtf8 } from "../../tables/text.js";
import type { AddedNumber, RowPredictor } from "./row-predictor.js";
import { inOrder, type Score, type Scored, toRowWarnings } from "./scored.js";
import { numericInputs, type Table } from "./table.js";

/** How records follow one another in a file. */
export interface RecordFrame {
  /** Name of the file, for messages. */
  readonly name: string;
  /** Behind each record of a chunk. */
  readonly separator: string;
}

/** How records are written. */
export interface RecordJoint {
  /** Between two records. */
  readonly joint: string;
  /** Behind the last record of a chunk. */
  readonly end: string;
}

/** Creates what scores chunks of records. Good records keep their text. */
export function createRecordScorer(predictor: RowPredictor, frame: RecordFrame, { joint, end }: RecordJoint): Score {
  const score = createScorer(predictor, frame, () => undefined);
  const keys = predictor.added.map(({ name }) => JSON.stringify(name));
  return (chunk) => {
    const { good, ...scored } = score(chunk);
    const written = good.map(({ text, numbers }) => {
      const members = keys.map((key, k) => `,${key}:${writeNumber(numbers[k]!)}`).join("");
      const opened = text.slice(0, text.lastIndexOf("}")).trim();
      return `${joint === "\n" ? toLine(opened) : opened}${members}}`;
    });
    return { good: Buffer.from(written.length > 0 ? written.join(joint) + end : ""), ...scored };
  };
}

/** JSON has no literal for an infinite number. */
function writeNumber(number: AddedNumber): string {
  return number === null ? "null" : toText(number);
}

/** Puts a record on one line. Line ends are between values: JSON strings have none. */
function toLine(text: string): string {
  if (!text.includes("\n") && !text.includes("\r")) return text;
  return text.replace(/\s*[\r\n]\s*/g, " ");
}

/**
 * Creates what scores chunks of records. Good records become tables.
 *
 * @param names of the columns, which all keys of a record must be among
 */
export function createRecordTableScorer(
  predictor: RowPredictor,
  frame: RecordFrame,
  names: readonly string[],
): Score<Table> {
  const known = new Set(names);
  const numeric = numericInputs(predictor.inputs);
  const texts = names.filter((name) => !numeric.has(name));
  const score = createScorer(predictor, frame, (value) => {
    const other = Object.keys(value).find((key) => !known.has(key));
    return other === undefined
      ? undefined
      : { column: other, reason: "expected the keys of the first record, got another" };
  });
  return (chunk) => {
    const { good, ...scored } = score(chunk);
    const exact = good.map(({ text, value }) =>
      texts.every((name) => isText(value[name])) ? value : readExactly(text),
    );
    const lists = names.map((name) =>
      numeric.has(name)
        ? good.map(({ value }) => withoutBoolean(value[name]))
        : exact.map((record) => toField(record[name])),
    );
    const added = predictor.added.map((_, k) => good.map(({ numbers }) => numbers[k]!));
    return { good: { rows: good.length, lists: [...lists, ...added] }, ...scored };
  };
}

/** Whether a value needs no JSON text: it is a string, or missing. */
function isText(value: unknown): value is string | null | undefined {
  return typeof value === "string" || value === null || value === undefined;
}

/** Returns 1 or 0 for a bool, which the model has accepted as a number. */
function withoutBoolean(value: unknown): unknown {
  return typeof value === "boolean" ? Number(value) : value;
}

/** Reads a record with all digits of its numbers, which JSON.parse rounds. */
function readExactly(text: string): TextRecord["value"] {
  return parse(text) as TextRecord["value"];
}

/** Returns a string as it is, and anything else as its JSON text. */
function toField(value: unknown): string | null {
  return isText(value) ? (value ?? null) : stringify(value)!;
}

interface TextRecord {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface PredictedRecord extends TextRecord {
  /** One for each added column. */
  readonly numbers: readonly AddedNumber[];
}

type Reason = Pick<Problem, "column" | "reason">;

/** @param findReason tells why a record cannot be written, if it cannot */
function createScorer(
  predictor: RowPredictor,
  { name, separator }: RecordFrame,
  findReason: (value: TextRecord["value"]) => Reason | undefined,
): (chunk: Uint8Array) => Scored<readonly PredictedRecord[]> {
  const columns = predictor.added.map((column) => column.name);
  return (chunk) => {
    const texts = splitRecords(chunk, name, separator);
    const problems: Problem[] = [];
    const records: TextRecord[] = [];
    const places: number[] = [];
    texts.forEach((text, row) => {
      const read = readRecord(text, columns);
      const reason = "reason" in read ? read : isObject(read.value) ? findReason(read.value) : undefined;
      if (reason) problems.push({ row, ...reason });
      else {
        records.push(read as TextRecord);
        places.push(row);
      }
    });
    const batch = records.map(({ value }) => value as InputRecord);
    const { rows, issues, warnings } = predictor.predictRecords(batch);
    const good: PredictedRecord[] = [];
    records.forEach(({ text, value }, i) => {
      const numbers = rows[i]!;
      if (numbers !== null) good.push({ text, value, numbers });
    });
    for (const issue of issues) problems.push({ ...toProblem(issue), row: places[issue.row]! });
    return {
      good,
      rows: texts.length,
      kept: good.length,
      problems: inOrder(problems),
      warnings: toRowWarnings(warnings, (row) => places[row]!),
    };
  };
}

/** Returns the texts of the records of a chunk. */
export function splitRecords(chunk: Uint8Array, name: string, separator: string): readonly string[] {
  const texts = decodeUtf8(chunk, name).split(separator);
  // Nothing follows the last separator. Empty lines are no records.
  return separator === "\n" ? texts.filter((text) => text.trim() !== "") : texts.slice(0, -1);
}

/** Returns the record, or the reason why it cannot be predicted. */
function readRecord(text: string, columns: readonly string[]): { text: string; value: unknown } | Reason {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the record.
    return { reason: "expected a record in JSON" };
  }
  const taken = columns.find((column) => isObject(value) && Object.hasOwn(value, column));
  if (taken !== undefined) return { reason: `expected no ${JSON.stringify(taken)} yet` };
  return { text, value };
}

function isObject(value: unknown): value is TextRecord["value"] {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
