// Texts of JSON records → the same texts, with predictions. A text is kept as it is, since JSON's numbers are more than
// JavaScript's: an identifier of 19 digits would come out as another one.

import type { InputRecord } from "../../index.js";
import type { AnyModel } from "../model.js";
import { type Problem, toProblem } from "../problem.js";
import { decode } from "./csv-rows.js";
import { toText } from "./number-text.js";
import { inOrder, type Score } from "./scored.js";

/** How records follow one another. */
export interface RecordFrame {
  /** Of the file, for messages. */
  readonly name: string;
  /** What stands behind each record of a piece. */
  readonly separator: string;
  /** What is written between two records, and behind the last of a piece. */
  readonly joint: string;
  readonly end: string;
}

interface TextRecord {
  readonly text: string;
  readonly value: unknown;
}

/** @param columns names of the predictions */
export function createRecordScorer(
  model: AnyModel,
  columns: readonly string[],
  { name, separator, joint, end }: RecordFrame,
): Score {
  const keys = columns.map((column) => JSON.stringify(column));
  return (piece) => {
    const texts = decode(piece, name).split(separator);
    // Nothing stands behind the last separator. Empty lines are no records.
    const all = separator === "\n" ? texts.filter((text) => text.trim() !== "") : texts.slice(0, -1);
    const problems: Problem[] = [];
    const rows: TextRecord[] = [];
    const places: number[] = [];
    all.forEach((text, row) => {
      const read = readRecord(text, columns);
      if ("reason" in read) {
        problems.push({ row, reason: read.reason });
      } else {
        rows.push(read);
        places.push(row);
      }
    });
    const { predictions, issues } = model.tryPredictBatch(rows.map(({ value }) => value as InputRecord));
    const written = rows.flatMap(({ text }, i) => {
      const prediction = predictions[i]!;
      if (prediction === null) return [];
      const numbers = typeof prediction === "number" ? [prediction] : model.targets.map((name) => prediction[name]!);
      const members = keys.map((key, k) => `,${key}:${toText(numbers[k]!)}`).join("");
      return [`${text.slice(0, text.lastIndexOf("}")).trim()}${members}}`];
    });
    for (const issue of issues) problems.push({ ...toProblem(issue), row: places[issue.row]! });
    return {
      bytes: Buffer.from(written.length > 0 ? written.join(joint) + end : ""),
      rows: all.length,
      kept: written.length,
      problems: inOrder(problems),
    };
  };
}

/** A record that is to be predicted, or why it cannot be. */
function readRecord(text: string, columns: readonly string[]): TextRecord | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the record.
    return { reason: "expected a record in JSON" };
  }
  const taken = columns.find((column) => typeof value === "object" && value !== null && Object.hasOwn(value, column));
  if (taken !== undefined) return { reason: `expected no ${JSON.stringify(taken)} yet` };
  return { text, value };
}
