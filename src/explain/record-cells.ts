// Records that the model has accepted, as cells of their inputs.

import type { MatrixLike, Model } from "../index.js";
import type { Input } from "../inputs/input.js";
import { toRows } from "../inputs/rows.js";
import type { Vocabulary } from "../program/vocabulary.js";
import type { Contribution } from "./explanation.js";

/** A record, as it came and as cells. */
export interface RecordCells {
  /** The values of the inputs, in their order. */
  readonly values: readonly Contribution["value"][];
  /** A number stands for itself, NaN for a missing value, and a code for a string. */
  readonly cells: Float64Array;
}

/** Reads records that the model has accepted. */
export function readRecords<R, P>(
  batch: readonly R[] | MatrixLike,
  { inputs }: Model<R, P>,
  vocabulary: Vocabulary,
): RecordCells[] {
  // Names are all that rows need of the inputs.
  const rows = toRows(batch, inputs as readonly { readonly name: string }[] as readonly Input[]);
  return Array.from({ length: rows.length }, (_, row) => {
    const values = inputs.map((_, i) => rows.value(row, i) as Contribution["value"]);
    return { values, cells: Float64Array.from(values, (value) => toCell(value, vocabulary)) };
  });
}

function toCell(value: Contribution["value"], vocabulary: Vocabulary): number {
  if (typeof value === "string") return vocabulary.codeOf(value);
  return value === null ? NaN : Number(value);
}
