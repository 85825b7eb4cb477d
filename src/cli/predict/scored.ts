// A chunk of the input, scored, in whatever format.

import type { InputColumns, InputWarning } from "../../index.js";
import { type Problem, toProblem } from "../../tables/problem.js";
import type { AddedList, RowPredictor } from "./row-predictor.js";

/** What makes the prediction of a row doubtful, without the value. */
export interface RowWarning extends Pick<InputWarning, "code" | "expected"> {
  /** Position of the row, from 0. */
  readonly row: number;
  /** Name of the input. */
  readonly column: string;
}

/**
 * A chunk of the input, scored.
 *
 * @typeParam Good what the good rows and their predictions are: bytes of the output, or a table
 */
export interface Scored<Good = Uint8Array> {
  readonly good: Good;
  /** How many rows were read. */
  readonly rows: number;
  /** How many of them are good. */
  readonly kept: number;
  /** Problems of the rejected rows, in their order. Rows count from the start of the chunk. */
  readonly problems: readonly Problem[];
  /** Warnings about the good rows. Rows count from the start of the chunk. */
  readonly warnings: readonly RowWarning[];
}

/** Scores a chunk of whole rows. */
export type Score<Good = Uint8Array> = (chunk: Uint8Array) => Scored<Good>;

/** What a model says of the rows of a chunk. */
export interface Predicted {
  /** Positions of the accepted rows, in order. */
  readonly rows: readonly number[];
  /** For each added column a number per row, accepted or not. */
  readonly added: readonly AddedList[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly RowWarning[];
}

/** Returns the position of a row in its chunk. */
type PlaceOf = (row: number) => number;

/** Predicts the rows of columns that the model accepts. */
export function predictAccepted(predictor: RowPredictor, columns: InputColumns, placeOf: PlaceOf): Predicted {
  const { lists, issues, warnings } = predictor.predictColumns(columns);
  const rejected = new Set(issues.map(({ row }) => row));
  const rows: number[] = [];
  for (let row = 0; row < lists[0]!.length; row++) if (!rejected.has(row)) rows.push(row);
  return {
    rows,
    added: lists,
    problems: issues.map((issue) => ({ ...toProblem(issue), row: placeOf(issue.row) })),
    warnings: toRowWarnings(warnings, placeOf),
  };
}

/** Leaves out the values. */
export function toRowWarnings(warnings: readonly InputWarning[], placeOf: PlaceOf): readonly RowWarning[] {
  return warnings.map(({ row, input, code, expected }) => ({ row: placeOf(row), column: input, code, expected }));
}

/** Problems in the order of their rows. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.row - b.row);
}
