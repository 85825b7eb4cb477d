// One arithmetic operation per column, the steps StandardScaler and `transformer_weights`. The operations run one after the other as numpy
// runs them, x − mean, then ÷ scale: folding them into one multiplication and addition would round differently.

import type { StandardScalerStep } from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import type { Instruction, ProgramBuilder } from "./program.js";

/** What the operations share: cells to read, as many consecutive cells to write, an operand for each. */
abstract class Arithmetic implements Instruction {
  protected readonly from: Int32Array;
  protected readonly to: number;
  protected readonly operands: Float64Array;

  constructor(from: Int32Array, to: number, operands: Float64Array) {
    this.from = from;
    this.to = to;
    this.operands = operands;
  }

  abstract run(cells: Float64Array): void;
}

class Subtract extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! - operands[i]!;
  }
}

class Divide extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! / operands[i]!;
  }
}

class Multiply extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! * operands[i]!;
  }
}

type Operation = new (from: Int32Array, to: number, operands: Float64Array) => Arithmetic;

function apply(
  operation: Operation,
  operands: readonly number[],
  columns: readonly Column[],
  program: ProgramBuilder,
): Column[] {
  const to = program.allocate(columns.length);
  const from = Int32Array.from(columns, ({ cell }) => cell);
  const instruction = new operation(from, to, Float64Array.from(operands));
  program.instructions.push(instruction);
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false }));
}

/** Whether every column holds numbers; reports the first that does not. */
function areNumbers(columns: readonly Column[], path: string, program: ProgramBuilder): boolean {
  const text = columns.findIndex(({ kind }) => kind === "string");
  if (text !== -1) program.report(path, `computes with column ${text}, which holds strings`);
  return text === -1;
}

/** StandardScaler. Mirrors sklearn.preprocessing.StandardScaler.transform, which multiplies by 1/scale where the matrix is sparse. */
export function compileStandardScaler(
  step: StandardScalerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  const { mean, scale, inverse_scale: inverseScale } = step;
  let fits = areNumbers(columns, path, program);
  for (const key of ["mean", "scale", "inverse_scale"] as const) {
    const length = step[key]?.length ?? columns.length;
    if (length === columns.length) continue;
    program.report(`${path}/${key}`, `expected ${columns.length} numbers, one per column, got ${length}`);
    fits = false;
  }
  scale?.forEach((divisor, i) => {
    if (divisor !== 0) return;
    program.report(`${path}/scale/${i}`, "expected a number other than 0");
    fits = false;
  });
  if (scale && inverseScale) {
    program.report(path, 'expected "scale" or "inverse_scale", got both');
    fits = false;
  }
  if (!fits) return undefined;

  let scaled = [...columns];
  if (mean) scaled = apply(Subtract, mean, scaled, program);
  if (scale) scaled = apply(Divide, scale, scaled, program);
  if (inverseScale) scaled = apply(Multiply, inverseScale, scaled, program);
  return scaled;
}

/** One entry of `transformer_weights`. Mirrors sklearn.pipeline._transform_one: every column of the output is multiplied. */
export function compileWeight(
  weight: number,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  if (!areNumbers(columns, path, program)) return undefined;
  return apply(Multiply, new Array<number>(columns.length).fill(weight), columns, program);
}
