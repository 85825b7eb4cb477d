// Texts of JSON records → the same texts, with predictions. A text is kept as it is, because JSON
// has more numbers than JavaScript. An identifier of 19 digits would come out as another one.

import type { InputRecord } from "../../index.js";
import { toText } from "../../tables/number-text.js";
import { type Problem, toProblem } from "../../tables/problem.js";
import { decodeUtf8 } from "../../tables/text.js";
import type { AnyModel } from "../model.js";
import { inOrder, type Score } from "./scored.js";

/** How records follow one another. */
export interface RecordFrame {
  /** Name of the file, for messages. */
  readonly name: string;
  /** Stands behind each record of a chunk. */
  readonly separator: string;
  /** Written between two records. */
  readonly joint: string;
  /** Written behind the last record of a chunk. */
  readonly end: string;
}

interface TextRecord {
  readonly text: string;
  readonly value: unknown;
}

/**
 * Creates what scores chunks of records.
 *
 * @param columns names of the predictions
 */
export function createRecordScorer(
  model: AnyModel,
  columns: readonly string[],
  { name, separator, joint, end }: RecordFrame,
): Score {
  const keys = columns.map((column) => JSON.stringify(column));
  return (chunk) => {
    const texts = decodeUtf8(chunk, name).split(separator);
    // Nothing follows the last separator. Empty lines are no records.
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

/** Returns the record, or the reason why it cannot be predicted. */
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
