// The verification of a model: rows whose transformed columns and predictions Python wrote down. To
// recompute them shows, wherever the engine runs, that it agrees with the Python pipeline.

import type { Computation } from "./computation.js";
import { InputError } from "./errors.js";
import { OrderedRows } from "./inputs/rows.js";
import { checkLengths, hasLength } from "./model-file/report.js";
import type { Verification } from "./model-file/types.generated.js";
import type { ProgramBuilder } from "./program/program.js";

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

/**
 * Recomputes the verification rows. Reports those that do not fit the model, or that it rejects.
 *
 * @returns undefined if a problem was reported
 */
export function checkVerification(
  verification: Verification,
  computation: Computation,
  program: ProgramBuilder,
): VerificationReport | undefined {
  const { inputs, transformed, predictions, bounds } = verification;
  const { report, problems } = program;
  // Memory is claimed already, and time is spent once more for each row.
  program.claim((inputs.length * program.claim(0)) / 16, "/verification/inputs");
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
  checkShape(transformed, "transformed", computation.row.length, "feature");
  checkShape(predictions, "predictions", computation.predictions.length, "target");
  checkShape(bounds.transformed, "bounds/transformed", computation.row.length, "feature");
  checkShape(bounds.predictions, "bounds/predictions", computation.predictions.length, "target");
  try {
    if (program.problems === problems) return recompute(verification, computation);
  } catch (error) {
    // The loop below says which rows and why. The report ends it after so many problems.
    if (!(error instanceof InputError)) throw error;
  }
  const rows = toRows(inputs);
  for (let i = 0; i < rows.length; i++)
    for (const { message } of computation.findRowProblems(rows, i)) report(`/verification/inputs/${i}`, message);
  return undefined;
}

/**
 * Recomputes verification rows that have the shape of the model.
 *
 * @throws InputError `INPUT_INVALID` with every problem of the first row that the model rejects
 */
export function recompute(
  { inputs, transformed, predictions, bounds }: Verification,
  computation: Computation,
): VerificationReport {
  let maxError = 0;
  let maxErrorRatio = 0;
  let sameColumns = true;
  for (let i = 0; i < inputs.length; i++) {
    // One row at a time: for a rejected one, the engine would look at all rows again.
    computation.predict(toRows(inputs.slice(i, i + 1)), 0);
    sameColumns &&= computation.row.every(
      (value, c) => Math.abs(value - transformed[i]![c]!) <= (bounds.transformed?.[i]?.[c] ?? 0),
    );
    computation.predictions.forEach((value, target) => {
      const error = Math.abs(value - predictions[i]![target]!);
      maxError = Math.max(maxError, error);
      if (error > 0) maxErrorRatio = Math.max(maxErrorRatio, error / bounds.predictions[i]![target]!);
    });
  }
  return { passed: sameColumns && maxErrorRatio <= 1, rows: inputs.length, maxError, maxErrorRatio };
}

function toRows(inputs: Verification["inputs"]): OrderedRows {
  return new OrderedRows(inputs.length, (row, input) => inputs[row]![input]);
}
