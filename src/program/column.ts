// A column: what is known at load about one column between two steps. The limits of inputs, the
// input schema and the runtime checks follow from it.

import { arePositions, type Report } from "../model-file/report.js";

/** A column on its way from the inputs to the regressor. */
export interface Column {
  /** Position of its value in the row of cells. */
  readonly cell: number;
  /** Positions of the inputs that it is computed from. */
  readonly inputs: readonly number[];
  /** What the cell holds: a number, or the code of a string in the vocabulary. */
  readonly kind: "number" | "string";
  /** Whether the cell holds the value of its one input unchanged, if that is not missing. */
  readonly raw: boolean;
  /** What a raw column holds where its input is missing. Undefined while no step imputes it. */
  readonly fill: number | undefined;
  /** Whether the cell is NaN where an input is missing. */
  readonly missing: boolean;
  /**
   * Whether the cell may be NaN or infinite although all inputs are within their limits, as that of
   * a logarithm may.
   */
  readonly partial: boolean;
}

/** Returns a column that a step computes and that is never missing. */
export function computedColumn(cell: number, inputs: readonly number[], partial = false): Column {
  return { cell, inputs, kind: "number", raw: false, fill: undefined, missing: false, partial };
}

/**
 * Returns the columns at these positions. Reports positions that do not exist, and returns
 * undefined then.
 */
export function selectColumns(
  positions: readonly number[],
  columns: readonly Column[],
  path: string,
  report: Report,
): Column[] | undefined {
  const fit = arePositions(positions, columns.length, path, report);
  return fit ? positions.map((position) => columns[position]!) : undefined;
}
