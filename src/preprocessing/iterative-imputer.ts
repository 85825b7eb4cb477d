// IterativeImputer: the values of a SimpleImputer, each then replaced by a linear model of the
// other columns, again and again:
//
//   x_f = min(max(Σ_c coef[c] · x_c + intercept, min_value), max_value)
//
// Mirrors its `transform` in sklearn.impute, for a batch in which some row has a value.

import type { IterativeImputerStep } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileSimpleImputer, indicate, markMissing } from "./imputers.js";

/** Compiles IterativeImputer. A column whose statistic is null is dropped. */
export function compileIterativeImputer(
  { statistics, imputation_sequence: sequence, indicator, missing_values: marker }: IterativeImputerStep,
  allColumns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const columns = markMissing(marker, allColumns, path, program);
  const kept = columns.filter((_, i) => statistics[i] !== null);
  const filled = compileSimpleImputer({ type: "SimpleImputer", statistics }, columns, path, program);
  const { length: width } = kept;
  sequence.forEach(({ feat_idx: c, coef }, i) => {
    const at = `${path}/imputation_sequence/${i}`;
    program.fits(coef, kept, `${at}/coef`);
    if (c >= width) program.report(`${at}/feat_idx`, `a position below ${width}`, c);
  });
  /** Reads the filled values, then the values with NaN for missing ones. */
  const impute = (row: Float64Array, output: Float64Array): void => {
    for (const { feat_idx: c, coef, intercept, min_value: min = -Infinity, max_value: max = Infinity } of sequence) {
      if (!Number.isNaN(row[width + c]!)) continue;
      let sum = 0;
      for (let j = 0; j < width; j++) sum += coef[j]! * row[j]!;
      row[c] = Math.max(min, Math.min(max, sum + intercept));
    }
    for (let c = 0; c < width; c++) output[c] = row[c]!;
  };
  return [
    ...applyToRow(impute, width, [...filled, ...kept], program),
    ...indicate(indicator, columns, `${path}/indicator`, program),
  ];
}
