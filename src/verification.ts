// A model file's own proof: rows whose transformed columns and predictions Python wrote down. Recomputing them shows, wherever the engine runs,
// that it agrees with the Python pipeline.

import type { Report } from "./artifact/report.js";
import type { Verification } from "./artifact/types.generated.js";
import type { InputReader } from "./preprocessing/input-reader.js";
import type { Preprocessor } from "./preprocessing/preprocessor.js";
import { OrderedRows } from "./preprocessing/rows.js";
import type { Evaluator } from "./svm/svr.js";

/** How the verification rows came out. */
export interface VerificationReport {
  /** Whether every row came out as in Python: transformed columns exactly, predictions within the parity bound. */
  readonly passed: boolean;
  readonly rows: number;
  /** Largest difference from Python's prediction, in the target's unit. */
  readonly maxError: number;
  /** Largest difference from Python's prediction as a share of the parity bound, 16 · 2⁻⁵² · (Σ|αᵢKᵢ| + |b|). */
  readonly maxErrorRatio: number;
}

/** The parity bound, per unit of Σ|αᵢKᵢ| + |b|. */
const BOUND: number = 16 * Number.EPSILON;

/** Reports where the verification rows do not fit the model, before anything is computed. */
export function checkVerification(
  { inputs, transformed, predictions }: Verification,
  reader: InputReader,
  width: number,
  report: Report,
): void {
  const count = inputs.length;
  inputs.forEach((row, i) => {
    if (row.length !== reader.inputs.length)
      report(`/verification/inputs/${i}`, `expected ${reader.inputs.length} values, one per input, got ${row.length}`);
  });
  for (const { row, message } of reader.findProblems(toRows(inputs))) report(`/verification/inputs/${row}`, message);
  if (transformed.length !== count)
    report("/verification/transformed", `expected ${count} rows, one per row of inputs, got ${transformed.length}`);
  transformed.forEach((row, i) => {
    if (row.length !== width)
      report(`/verification/transformed/${i}`, `expected ${width} numbers, one per column, got ${row.length}`);
  });
  if (predictions.length !== count)
    report("/verification/predictions", `expected ${count} numbers, one per row of inputs, got ${predictions.length}`);
}

/** Recomputes the verification rows. They must have passed `checkVerification`. */
export function recompute(
  { inputs, transformed, predictions }: Verification,
  reader: InputReader,
  preprocessor: Preprocessor,
  evaluator: Evaluator,
): VerificationReport {
  const rows = toRows(inputs);
  const { row } = preprocessor;
  let maxError = 0;
  let maxErrorRatio = 0;
  let sameColumns = true;
  for (let i = 0; i < rows.length; i++) {
    reader.read(rows, i, preprocessor.cells);
    preprocessor.run();
    sameColumns &&= row.every((value, c) => value === transformed[i]![c]);
    const error = Math.abs(evaluator.evaluate(row) - predictions[i]!);
    maxError = Math.max(maxError, error);
    if (error > 0) maxErrorRatio = Math.max(maxErrorRatio, error / (BOUND * evaluator.magnitude(row)));
  }
  return { passed: sameColumns && maxErrorRatio <= 1, rows: rows.length, maxError, maxErrorRatio };
}

function toRows(inputs: Verification["inputs"]): OrderedRows {
  return new OrderedRows(inputs.length, (row, input) => inputs[row]![input]);
}
