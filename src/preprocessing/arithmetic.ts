// Steps that compute each column by itself, with one operand per column and operation: the scalers, and `transformer_weights`. The operations
// run one after the other as numpy runs them, x − mean, then ÷ scale: folding them into one multiplication and addition would round differently.

import type {
  MaxAbsScalerStep,
  MinMaxScalerStep,
  RobustScalerStep,
  StandardScalerStep,
} from "../artifact/types.generated.js";
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

class Add extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! + operands[i]!;
  }
}

class Subtract extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! - operands[i]!;
  }
}

class Multiply extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! * operands[i]!;
  }
}

class Divide extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) cells[to + i] = cells[from[i]!]! / operands[i]!;
  }
}

/** NaN stays NaN in both: a missing value has no order. */
class RaiseTo extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) {
      const value = cells[from[i]!]!;
      cells[to + i] = value < operands[i]! ? operands[i]! : value;
    }
  }
}

class LowerTo extends Arithmetic {
  run(cells: Float64Array): void {
    const { from, to, operands } = this;
    for (let i = 0; i < from.length; i++) {
      const value = cells[from[i]!]!;
      cells[to + i] = value > operands[i]! ? operands[i]! : value;
    }
  }
}

type Operation = new (from: Int32Array, to: number, operands: Float64Array) => Arithmetic;

type Scaler = StandardScalerStep | RobustScalerStep | MaxAbsScalerStep | MinMaxScalerStep;

/** The operations of each scaler, in numpy's order, by the key of the model file that holds the operands; an absent key is skipped. */
const SCALERS: { readonly [type in Scaler["type"]]: readonly (readonly [key: string, operation: Operation])[] } = {
  StandardScaler: [
    ["mean", Subtract],
    ["scale", Divide],
    ["inverse_scale", Multiply],
  ],
  RobustScaler: [
    ["center", Subtract],
    ["scale", Divide],
    ["inverse_scale", Multiply],
  ],
  MaxAbsScaler: [
    ["scale", Divide],
    ["inverse_scale", Multiply],
  ],
  MinMaxScaler: [
    ["scale", Multiply],
    ["min", Add],
  ],
};

/**
 * StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler. Mirrors their `transform` in sklearn.preprocessing: MinMaxScaler multiplies, the
 * others divide, but multiply by 1/scale where the matrix is sparse.
 */
export function compileScaler(
  step: Scaler,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  let fits = areNumbers(columns, path, program);
  const refuse = (where: string, message: string): void => {
    program.report(path + where, message);
    fits = false;
  };
  const parts = step as unknown as Readonly<Record<string, readonly number[] | undefined>>;
  let scaled = [...columns];
  for (const [key, operation] of SCALERS[step.type]) {
    const operands = parts[key];
    if (!operands) continue;
    if (operands.length !== columns.length)
      refuse(`/${key}`, `expected ${columns.length} numbers, one per column, got ${operands.length}`);
    if (operation === Divide)
      operands.forEach((divisor, i) => {
        if (divisor === 0) refuse(`/${key}/${i}`, "expected a number other than 0");
      });
    scaled = apply(operation, operands, scaled, program);
  }
  if (parts["scale"] && parts["inverse_scale"]) refuse("", 'expected "scale" or "inverse_scale", got both');
  if (step.type === "MinMaxScaler" && step.clip) {
    const [low, high] = step.clip as [number, number];
    if (low > high) refuse("/clip", `expected the smaller number first, got ${low} and ${high}`);
    scaled = apply(
      RaiseTo,
      columns.map(() => low),
      scaled,
      program,
    );
    scaled = apply(
      LowerTo,
      columns.map(() => high),
      scaled,
      program,
    );
  }
  return fits ? scaled : undefined;
}

/** One entry of `transformer_weights`. Mirrors sklearn.pipeline._transform_one: every column of the output is multiplied. */
export function compileWeight(
  weight: number,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  if (!areNumbers(columns, path, program)) return undefined;
  return apply(
    Multiply,
    columns.map(() => weight),
    columns,
    program,
  );
}

function apply(
  operation: Operation,
  operands: readonly number[],
  columns: readonly Column[],
  program: ProgramBuilder,
): Column[] {
  const to = program.allocate(columns.length);
  const from = Int32Array.from(columns, ({ cell }) => cell);
  program.instructions.push(new operation(from, to, Float64Array.from(operands)));
  return columns.map((column, i) => ({ ...column, cell: to + i, raw: false }));
}

/** Whether every column holds numbers; reports the first that does not. */
function areNumbers(columns: readonly Column[], path: string, program: ProgramBuilder): boolean {
  const text = columns.findIndex(({ kind }) => kind === "string");
  if (text !== -1) program.report(path, `computes with column ${text}, which holds strings`);
  return text === -1;
}
