// Texts of JSON records → the same texts, with predictions. A text is kept as it is, since JSON's numbers are more than
// JavaScript's: an identifier of 19 digits would come out as another one.

import type { OpenedModel } from "../model.js";
import type { Problem } from "../problem.js";
import { decode } from "./csv-rows.js";
import { toText } from "./number-text.js";
import { inOrder, predictAccepted, predictRecords, type Score } from "./scored.js";

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
  { model, targets }: OpenedModel,
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
    const {
      accepted,
      predictions,
      problems: refused,
    } = predictAccepted({ rows, places }, (records) =>
      predictRecords(
        model,
        targets,
        records.map(({ value }) => value),
      ),
    );
    const written = accepted.map(({ text }, i) => {
      const members = keys.map((key, k) => `,${key}:${toText(predictions[k]![i]!)}`).join("");
      return `${text.slice(0, text.lastIndexOf("}")).trim()}${members}}`;
    });
    return {
      bytes: Buffer.from(written.length > 0 ? written.join(joint) + end : ""),
      rows: all.length,
      kept: accepted.length,
      problems: inOrder([...problems, ...refused]),
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
