// What instructions are made of. Operations on columns one by one with a number for each (the imputer, the scalers, the weights) are loops of
// their own over plain arrays; a function for each column, or one for a whole row, serves the rest. Nothing folds two roundings into one:
// x − mean, then ÷ scale, as numpy does it.

import { type Column, computedColumn, inputsOf } from "./column.js";
import type { ProgramBuilder } from "./program.js";

/** Reads the cells `from`, writes as many consecutive cells beginning at `to`. NaN, a missing value, stays NaN unless it is filled. */
export type Operation = (cells: Float64Array, from: Int32Array, to: number, operands: Float64Array) => void;

export const add: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! + operands[i]!;
};

export const subtract: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! - operands[i]!;
};

export const multiply: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! * operands[i]!;
};

export const divide: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! / operands[i]!;
};

/** The operand where the value is missing. */
export const fillMissing: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) {
    const value = cells[from[i]!]!;
    // Only NaN differs from itself.
    cells[to + i] = value === value ? value : operands[i]!;
  }
};

/**
 * Adds an operation to the program.
 *
 * @param operands one per column
 * @returns the columns, in the cells that it writes
 */
export function applyColumnwise(
  operation: Operation,
  operands: readonly number[],
  columns: readonly Column[],
  program: ProgramBuilder,
): Column[] {
  const to = program.allocate(columns.length);
  const from = cellsOf(columns);
  const numbers = Float64Array.from(operands);
  program.add((cells) => operation(cells, from, to, numbers));
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false }));
}

/** A function of one column. It gives NaN for NaN, a missing value, unless the step sees to these. */
export type ColumnFunction = (value: number) => number;

/**
 * Adds a function for each column to the program, or one for all of them.
 *
 * @param change what it changes about the columns
 */
export function applyFunctions(
  functions: readonly ColumnFunction[] | ColumnFunction,
  columns: readonly Column[],
  program: ProgramBuilder,
  change?: Partial<Column>,
): Column[] {
  const to = program.allocate(columns.length);
  const from = cellsOf(columns);
  const each = typeof functions === "function" ? columns.map(() => functions) : functions;
  program.add((cells) => {
    for (let i = 0; i < from.length; i++) cells[to + i] = each[i]!(cells[from[i]!]!);
  });
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false, ...change }));
}

/** A function of a whole row: reads `input`, one value per column, and fills `output`. */
export type RowFunction = (input: Float64Array, output: Float64Array) => void;

/**
 * Adds a function of several columns to the program.
 *
 * @param width how many columns it writes
 * @param partial see `Column`; columns of which one is partial become partial anyway
 */
export function applyToRow(
  compute: RowFunction,
  width: number,
  columns: readonly Column[],
  program: ProgramBuilder,
  partial = false,
): Column[] {
  const to = program.allocate(width);
  const from = cellsOf(columns);
  const inputs = inputsOf(columns);
  const input = new Float64Array(from.length);
  const output = new Float64Array(width);
  program.add((cells) => {
    for (let i = 0; i < from.length; i++) input[i] = cells[from[i]!]!;
    compute(input, output);
    cells.set(output, to);
  });
  const isPartial = partial || columns.some((column) => column.partial);
  return Array.from(output, (_, i) => computedColumn(to + i, inputs, isPartial));
}

function cellsOf(columns: readonly Column[]): Int32Array {
  return Int32Array.from(columns, ({ cell }) => cell);
}
