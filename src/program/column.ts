// What is known at load about one column between two steps.

import { arePositions } from "../model-file/report.js";
import type { ProgramBuilder } from "./program.js";

/** A column on its way from the inputs to the regressor. */
export interface Column {
  /** Position of its value in the row of cells. */
  readonly cell: number;
  /** Positions of the inputs that it is computed from. */
  readonly inputs: readonly number[];
  /** What the cell holds: a number, or the code of a string in the vocabulary. */
  readonly kind: "number" | "string";
  /** Whether the cell holds the value of its one input itself, missing values apart. */
  readonly raw: boolean;
  /** Raw columns: what stands in for a missing value, as the cell holds it; undefined while nothing imputes it. */
  readonly fill: number | undefined;
  /** Whether the cell is NaN where an input is missing. */
  readonly missing: boolean;
  /** Whether a step may make the cell NaN or infinite from inputs that are within their limits: a logarithm, an exponential. */
  readonly partial: boolean;
}

/** A column that a step computes, never missing: what a step that refuses missing values writes. */
export function computedColumn(cell: number, inputs: readonly number[], partial = false): Column {
  return { cell, inputs, kind: "number", raw: false, fill: undefined, missing: false, partial };
}

/** The inputs of several columns, each once. */
export function inputsOf(columns: readonly Column[]): readonly number[] {
  return [...new Set(columns.flatMap(({ inputs }) => inputs))];
}

/** The columns at these positions; undefined if there are no such positions, which is then reported. */
export function selectColumns(
  positions: readonly number[],
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  const fit = arePositions(positions, columns.length, path, program.report);
  return fit ? positions.map((position) => columns[position]!) : undefined;
}
