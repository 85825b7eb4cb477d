// The verification of a model: rows whose transformed columns and predictions Python wrote down. To
// recompute them shows, wherever the engine runs, that it agrees with the Python pipeline.

import type { Computation } from "./computation.js";
import { OrderedRows } from "./inputs/rows.js";
import { checkLengths, hasLength, type Report } from "./model-file/report.js";
import type { Verification } from "./model-file/types.generated.js";

/** The result of recomputing the verification rows. */
export interface VerificationReport {
  /** Whether the transformed columns and predictions of every row lie within their bounds. */
  readonly passed: boolean;
  readonly rows: number;
  /** Largest difference from Python's prediction, in the target's unit. */
  readonly maxError: number;
  /**
   * Largest difference from Python's prediction as a share of its bound (docs/model-file.md,
   * `bounds`).
   */
  readonly maxErrorRatio: number;
}

/** Reports verification rows that do not fit the model, before anything is computed. */
export function checkVerification(
  { inputs, transformed, predictions, bounds }: Verification,
  computation: Computation,
  report: Report,
): void {
  const checkShape = (
    rows: readonly (readonly unknown[])[] | undefined,
    name: string,
    width: number,
    columns: string,
  ): void => {
    if (!rows) return;
    const path = `/verification/${name}`;
    hasLength(rows, inputs.length, "one per row of inputs", path, report);
    checkLengths(rows, width, `one per ${columns}`, path, report);
  };
  checkShape(inputs, "inputs", computation.reader.inputs.length, "input");
  const rows = toRows(inputs);
  for (let i = 0; i < rows.length; i++)
    for (const { message } of computation.findRowProblems(rows, i)) report(`/verification/inputs/${i}`, message);
  checkShape(transformed, "transformed", computation.row.length, "feature");
  checkShape(predictions, "predictions", computation.predictions.length, "target");
  checkShape(bounds.transformed, "bounds/transformed", computation.row.length, "feature");
  checkShape(bounds.predictions, "bounds/predictions", computation.predictions.length, "target");
}

/** Recomputes the verification rows. They must have passed `checkVerification`. */
export function recompute(
  { inputs, transformed, predictions, bounds }: Verification,
  computation: Computation,
): VerificationReport {
  const rows = toRows(inputs);
  let maxError = 0;
  let maxErrorRatio = 0;
  let sameColumns = true;
  for (let i = 0; i < rows.length; i++) {
    computation.predict(rows, i);
    sameColumns &&= computation.row.every(
      (value, c) => Math.abs(value - transformed[i]![c]!) <= (bounds.transformed?.[i]?.[c] ?? 0),
    );
    computation.predictions.forEach((value, target) => {
      const error = Math.abs(value - predictions[i]![target]!);
      maxError = Math.max(maxError, error);
      if (error > 0) maxErrorRatio = Math.max(maxErrorRatio, error / bounds.predictions[i]![target]!);
    });
  }
  return { passed: sameColumns && maxErrorRatio <= 1, rows: rows.length, maxError, maxErrorRatio };
}

function toRows(inputs: Verification["inputs"]): OrderedRows {
  return new OrderedRows(inputs.length, (row, input) => inputs[row]![input]);
}
