// SimpleImputer, MissingIndicator and KNNImputer: values for missing ones, and columns that tell
// which are missing. Mirrors their `transform` in sklearn.impute. Distances are those of
// sklearn.metrics.pairwise.nan_euclidean_distances, but computed from differences, because they
// need not be as fast as a product of matrices.

import { checkLengths } from "../model-file/report.js";
import type { KNNImputerStep, MissingIndicatorStep, SimpleImputerStep } from "../model-file/types.generated.js";
import { sqrt } from "../numeric/sqrt.js";
import { type Column, selectColumns } from "../program/column.js";
import { applyColumnwise, applyFunctions, applyToRow, fillMissing, type RowFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** Donors may change places where their squared distances differ by this share. */
const NEAR = 1e-9;

/** Compiles SimpleImputer. A column whose statistic is null is dropped. */
export function compileSimpleImputer(
  { statistics, indicator, missing_values: marker }: SimpleImputerStep,
  allColumns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  allColumns.forEach((column, i) => {
    program.areOfKind([statistics[i]!], column, `${path}/statistics/${i}`);
  });
  const columns = markMissing(marker, allColumns, path, program);
  const kept = columns.filter((_, i) => statistics[i] !== null);
  const fills = statistics.filter((value) => value !== null).map((value) => program.vocabulary.add(value));
  const filled = applyColumnwise(fillMissing, fills, kept, program).map((column, i) => {
    const { raw, fill = fills[i] } = kept[i]!;
    return { ...column, raw, fill, missing: false };
  });
  return [...filled, ...indicate(indicator, columns, `${path}/indicator`, program)];
}

/** Compiles MissingIndicator: one column per column in `features`. */
export function compileMissingIndicator(
  { features, error_on_new: errorOnNew, missing_values: marker }: MissingIndicatorStep,
  allColumns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const columns = markMissing(marker, allColumns, path, program);
  const own = new Set(features);
  if (errorOnNew) program.requirePresent(columns.filter((_, i) => !own.has(i)));
  return indicate(features, columns, `${path}/features`, program);
}

/** Compiles KNNImputer. A column whose statistic is null is dropped. */
export function compileKNNImputer(
  {
    fit_X: rows,
    n_neighbors: neighbours,
    weights,
    requires_distance: requiresDistance,
    statistics,
    indicator,
    missing_values: marker,
  }: KNNImputerStep,
  allColumns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  checkLengths(rows, allColumns.length, "one per column", `${path}/fit_X`, program.report);
  const columns = markMissing(marker, allColumns, path, program);
  const { length: width } = columns;
  const donors = Float64Array.from(rows.flat(), (value) => value ?? NaN);
  const distances = new Float64Array(rows.length);
  const most = Math.min(neighbours, rows.length);
  /** By distance. Of donors at the same distance, the first in the file. */
  const nearest = new Int32Array(most + 1);
  const none = requiresDistance ? NaN : Infinity;
  const tied: number[] = [];
  program.ties.push(tied);
  /** The donors that have a column. */
  const donorsOf = columns.map((_, c) => rows.flatMap((row, donor) => (row[c] === null ? [] : donor)));
  const kept = columns.flatMap((_, c) => (statistics[c] === null ? [] : [c]));
  program.claim((kept.length * most * rows.length) / 64);

  /**
   * Sets the distance of each donor: the mean of the squared differences in the columns that both
   * rows have. Where there is no such column, the donor is the last or none.
   */
  const setDistances = (row: Float64Array): void => {
    for (let donor = 0; donor < distances.length; donor++) {
      let sum = 0;
      let count = 0;
      for (let c = 0; c < width; c++) {
        const difference = row[c]! - donors[donor * width + c]!;
        if (difference === difference) {
          sum += difference * difference;
          count++;
        }
      }
      distances[donor] = count > 0 ? sum / count : none;
    }
  };
  /** Returns the mean of the nearest donors that have column c. */
  const impute = (c: number): number => {
    const own = donorsOf[c]!;
    let found = 0;
    for (const donor of own) {
      const distance = distances[donor]!;
      let at = found;
      for (; at > 0 && distance < distances[nearest[at - 1]!]!; at--) nearest[at] = nearest[at - 1]!;
      nearest[at] = donor;
      // The last one does not count if there are enough, or if its distance is NaN.
      if (found < most && distance === distance) found++;
    }
    const smallest = found > 0 ? distances[nearest[0]!]! : Infinity;
    if (smallest === Infinity) return statistics[c]!;
    let sum = 0;
    let total = 0;
    let weight = 0;
    for (let k = 0; k < found; k++) {
      const distance = distances[nearest[k]!]!;
      // Weights are relative to the nearest donor. If its distance is 0, donors farther away weigh
      // 0.
      weight = weights === "uniform" || distance === smallest ? 1 : sqrt(smallest / distance);
      sum += weight * donors[nearest[k]! * width + c]!;
      total += weight;
    }
    // Whether others are as near as the last donor, with other values. The order then decides.
    const previous = nearest[found - 1]!;
    const last = distances[previous]!;
    let near = 0;
    let differs = false;
    for (const donor of own) {
      const distance = distances[donor]!;
      if (!(distance <= last * (1 + NEAR))) continue;
      near++;
      differs ||= distance >= last * (1 - NEAR) && donors[donor * width + c] !== donors[previous * width + c];
    }
    if (differs && near > neighbours && weight > 0) tied.push(columns[c]!.inputs[0]!);
    return sum / total;
  };
  const compute: RowFunction = (row, output) => {
    let isSet = false;
    tied.length = 0;
    for (let i = 0; i < kept.length; i++) {
      const c = kept[i]!;
      let value = donorsOf[c]!.length > 0 ? row[c]! : statistics[c]!;
      if (Number.isNaN(value)) {
        if (!isSet) setDistances(row);
        isSet = true;
        value = impute(c);
      }
      output[i] = value;
    }
  };
  return [
    ...applyToRow(compute, kept.length, columns, program),
    ...indicate(indicator, columns, `${path}/indicator`, program),
  ];
}

/**
 * Replaces the number that stands for a missing value by NaN. A value that is NaN already is then
 * an error.
 */
export function markMissing(
  marker: number | undefined,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (marker === undefined || !program.areNumbers(columns, path)) return columns;
  program.requirePresent(columns);
  const mark = (value: number): number => (value === marker ? NaN : value);
  // Partial, because what is computed from such a column does not grow with its input.
  return applyFunctions(mark, columns, program, { missing: false, partial: true });
}

/** Adds a column for each of these columns, 1 where its value is missing and 0 elsewhere. */
export function indicate(
  positions: readonly number[] | undefined = [],
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] {
  const selected = selectColumns(positions, columns, path, program.report) ?? [];
  const isMissing = (value: number): number => (value === value ? 0 : 1);
  return applyFunctions(isMissing, selected, program, { kind: "number", missing: false });
}
