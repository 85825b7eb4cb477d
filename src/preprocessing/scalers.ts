// StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, and `transformer_weights`. Mirrors their `transform` in sklearn.preprocessing, and
// sklearn.pipeline._transform_one for the weights.

import type {
  MaxAbsScalerStep,
  MinMaxScalerStep,
  RobustScalerStep,
  StandardScalerStep,
} from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import { add, applyColumnwise, divide, lowerTo, multiply, type Operation, raiseTo, subtract } from "./columnwise.js";
import type { ProgramBuilder } from "./program.js";

type Scaler = StandardScalerStep | RobustScalerStep | MaxAbsScalerStep | MinMaxScalerStep;

/** Divides a dense matrix by the scale; a sparse one scikit-learn multiplies by 1/scale, which rounds differently. */
const SCALING: readonly (readonly [key: string, operation: Operation])[] = [
  ["scale", divide],
  ["inverse_scale", multiply],
];

/** What each scaler does, in this order, with the operands under that key of the model file; an absent key is skipped. */
const SCALERS: { readonly [type in Scaler["type"]]: typeof SCALING } = {
  StandardScaler: [["mean", subtract], ...SCALING],
  RobustScaler: [["center", subtract], ...SCALING],
  MaxAbsScaler: SCALING,
  MinMaxScaler: [
    ["scale", multiply],
    ["min", add],
  ],
};

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
    const zero = operation === divide ? operands.indexOf(0) : -1;
    if (zero !== -1) refuse(`/${key}/${zero}`, "expected a number other than 0");
    scaled = applyColumnwise(operation, operands, scaled, program);
  }
  if (parts["scale"] && parts["inverse_scale"]) refuse("", 'expected "scale" or "inverse_scale", got both');
  const clip = step.type === "MinMaxScaler" && step.clip;
  if (clip) {
    const [low, high] = clip as [number, number];
    if (low > high) refuse("/clip", `expected the smaller number first, got ${low} and ${high}`);
    scaled = applyToAll(raiseTo, low, scaled, program);
    scaled = applyToAll(lowerTo, high, scaled, program);
  }
  return fits ? scaled : undefined;
}

/** One entry of `transformer_weights`: every column of the output is multiplied. */
export function compileWeight(
  weight: number,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  return areNumbers(columns, path, program) ? applyToAll(multiply, weight, columns, program) : undefined;
}

function applyToAll(
  operation: Operation,
  operand: number,
  columns: readonly Column[],
  program: ProgramBuilder,
): Column[] {
  return applyColumnwise(
    operation,
    columns.map(() => operand),
    columns,
    program,
  );
}

/** Whether every column holds numbers; reports the first that does not. */
function areNumbers(columns: readonly Column[], path: string, program: ProgramBuilder): boolean {
  const text = columns.findIndex(({ kind }) => kind === "string");
  if (text !== -1) program.report(path, `computes with column ${text}, which holds strings`);
  return text === -1;
}
