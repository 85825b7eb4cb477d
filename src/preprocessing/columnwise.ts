// Operations on columns one by one, with an operand for each: what the imputer, the scalers and the weights are made of. Each is a loop of its
// own over plain arrays, chosen once, at load. None folds two roundings into one: x − mean, then ÷ scale, as numpy does it.

import type { Column } from "./column.js";
import type { Instruction, ProgramBuilder } from "./program.js";

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

/** max(x, operand). */
export const raiseTo: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) {
    const value = cells[from[i]!]!;
    cells[to + i] = value < operands[i]! ? operands[i]! : value;
  }
};

/** min(x, operand). */
export const lowerTo: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) {
    const value = cells[from[i]!]!;
    cells[to + i] = value > operands[i]! ? operands[i]! : value;
  }
};

/** The operand where the value is missing. */
export const fillMissing: Operation = (cells, from, to, operands) => {
  for (let i = 0; i < from.length; i++) {
    const value = cells[from[i]!]!;
    // Only NaN differs from itself.
    cells[to + i] = value === value ? value : operands[i]!;
  }
};

class Columnwise implements Instruction {
  private readonly operation: Operation;
  private readonly from: Int32Array;
  private readonly to: number;
  private readonly operands: Float64Array;

  constructor(operation: Operation, from: Int32Array, to: number, operands: Float64Array) {
    this.operation = operation;
    this.from = from;
    this.to = to;
    this.operands = operands;
  }

  run(cells: Float64Array): void {
    this.operation(cells, this.from, this.to, this.operands);
  }
}

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
  const from = Int32Array.from(columns, ({ cell }) => cell);
  program.instructions.push(new Columnwise(operation, from, to, Float64Array.from(operands)));
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false }));
}
