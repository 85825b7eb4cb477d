// What becomes of a piece of the input, in whatever format.

import { InputError } from "../../index.js";
import type { AnyModel } from "../model.js";
import { type Problem, toProblem } from "../problem.js";

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
export type Predictions = readonly ArrayLike<number>[];

/** Rows, and where each stood in its piece. */
export interface Placed<T> {
  readonly rows: readonly T[];
  readonly places: readonly number[];
}

/**
 * Predicts rows; where some are not accepted, the others.
 *
 * @param predict throws InputError as the model does
 */
export function predictAccepted<T>(
  { rows, places }: Placed<T>,
  predict: (rows: readonly T[]) => Predictions,
): { accepted: readonly T[]; predictions: Predictions; problems: readonly Problem[] } {
  try {
    return { accepted: rows, predictions: predict(rows), problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const bad = new Set(error.issues.map(({ row }) => row));
    const accepted = rows.filter((_, i) => !bad.has(i));
    const problems = error.issues.map((issue) => ({ ...toProblem(issue), row: places[issue.row]! }));
    return { accepted, predictions: predict(accepted), problems };
  }
}

/** Predicts records, of any model. */
export function predictRecords(
  model: AnyModel,
  targets: readonly string[] | undefined,
  records: readonly unknown[],
): Predictions {
  const predictions = model.predictBatch(records as Parameters<AnyModel["predictBatch"]>[0]);
  if (!targets) return [predictions as readonly number[]];
  return targets.map((target) => predictions.map((prediction) => (prediction as Record<string, number>)[target]!));
}

/** Problems in the order of their rows. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.row - b.row);
}
