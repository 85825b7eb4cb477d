// Three kinds of instructions: an operation with numbers per column, a function of each column, and
// a function of a whole row. Operations are loops of their own, because the imputer, the scalers
// and the weights make up most pipelines. No instruction folds two roundings into one.

import { type Column, computedColumn } from "./column.js";
import type { ProgramBuilder } from "./program.js";

/**
 * Reads the cells `from` and writes as many consecutive cells, beginning at `to`. Only
 * `fillMissing` does not keep NaN, a missing value.
 */
export type Operation = (cells: Float64Array, from: Int32Array, to: number, operands: Float64Array) => void;

/**
 * Computes (x − a) ÷ b · c + d, rounded after each operation, as numpy does. The operands are a, b,
 * c and d of each column. 0, 1, 1 and −0 change no bit of a value.
 */
export const rescale: Operation = (cells, from, to, operands) => {
  for (let i = 0, k = 0; i < from.length; i++, k += 4)
    cells[to + i] = ((cells[from[i]!]! - operands[k]!) / operands[k + 1]!) * operands[k + 2]! + operands[k + 3]!;
};

/** Replaces missing values by the operands. */
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
 * @param operands those of one column after the other
 * @returns the columns that it writes
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
  program.add(from, to, (cells) => operation(cells, from, to, numbers));
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false }));
}

/**
 * Computes one column from one column. Keeps NaN, a missing value, unless the step handles these.
 *
 * @param end as for an instruction
 */
export type ColumnFunction = (value: number, end?: number) => number;

/**
 * Adds functions of single columns to the program.
 *
 * @param functions one per column, or one for all columns
 * @param change what differs in the columns that they write
 * @returns the columns that they write
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
  program.add(from, to, (cells, end) => {
    for (let i = 0; i < from.length; i++) cells[to + i] = each[i]!(cells[from[i]!]!, end);
  });
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false, ...change }));
}

/** Reads `row`, one value per column, and fills `output`. */
export type RowFunction = (row: Float64Array, output: Float64Array) => void;

/**
 * Adds a function of a whole row to the program.
 *
 * @param width how many columns it writes
 * @param partial whether the columns that it writes are partial even if those that it reads are not
 * @returns the columns that it writes
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
  const inputs = program.inputsOf(columns);
  const row = new Float64Array(from.length);
  const output = new Float64Array(width);
  program.add(from, to, (cells) => {
    for (let i = 0; i < from.length; i++) row[i] = cells[from[i]!]!;
    compute(row, output);
    cells.set(output, to);
  });
  const isPartial = partial || columns.some((column) => column.partial);
  return Array.from(output, (_, i) => computedColumn(to + i, inputs, isPartial));
}

function cellsOf(columns: readonly Column[]): Int32Array {
  return Int32Array.from(columns, ({ cell }) => cell);
}
