// What becomes of a piece of the input, in whatever format.

import type { InputColumns } from "../../index.js";
import { type Problem, toProblem } from "../../tables/problem.js";
import type { AnyModel } from "../model.js";

/** A piece of the input, scored. */
export interface Scored {
  /** What is to be written: the rows that are good, with their predictions. */
  readonly bytes: Uint8Array;
  /** How many rows were read, and how many of them are written. */
  readonly rows: number;
  readonly kept: number;
  /** What is wrong with the others. Rows count from the beginning of the piece. */
  readonly problems: readonly Problem[];
}

/** Scores a piece that holds whole rows. */
export type Score = (piece: Uint8Array) => Scored;

/** A list of predictions for each target. */
export type Predictions = readonly Float64Array[];

/** Rows, and where each stood in its piece. */
export interface Placed<T> {
  readonly rows: readonly T[];
  readonly places: readonly number[];
}

/** Rows of a piece without those that the model rejects. */
export interface Accepted {
  /** Positions of the accepted rows, in order. */
  readonly rows: readonly number[];
  /** For each target a prediction per row, accepted or not. */
  readonly predictions: Predictions;
  readonly problems: readonly Problem[];
}

/**
 * Predicts the rows of columns that the model accepts.
 *
 * @param places where each row stood in its piece
 */
export function predictAccepted(model: AnyModel, columns: InputColumns, places: readonly number[]): Accepted {
  const { predictions, issues } = model.tryPredictColumns(columns);
  const rejected = new Set(issues.map(({ row }) => row));
  return {
    rows: [...places.keys()].filter((row) => !rejected.has(row)),
    predictions:
      predictions instanceof Float64Array ? [predictions] : model.targets.map((target) => predictions[target]!),
    problems: issues.map((issue) => ({ ...toProblem(issue), row: places[issue.row]! })),
  };
}

/** Problems in the order of their rows. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.row - b.row);
}
