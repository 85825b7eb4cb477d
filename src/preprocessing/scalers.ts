// StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, and `transformer_weights`. Mirrors their `transform` and `inverse_transform` in
// sklearn.preprocessing, and sklearn.pipeline._transform_one for the weights.

import type {
  MaxAbsScalerStep,
  MinMaxScalerStep,
  RobustScalerStep,
  StandardScalerStep,
} from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import {
  add,
  applyColumnwise,
  applyFunctions,
  divide,
  multiply,
  type Operation,
  subtract,
} from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

export type ScalerStep = StandardScalerStep | RobustScalerStep | MaxAbsScalerStep | MinMaxScalerStep;

type Part = readonly [key: string, operation: Operation, inverse: Operation];

/** Divides a dense matrix by the scale; a sparse one scikit-learn multiplies by 1/scale, which rounds differently. */
const SCALING: readonly Part[] = [
  ["scale", divide, multiply],
  ["inverse_scale", multiply, divide],
];

/** What each scaler does, in this order, with the operands under that key of the model file; an absent key is skipped. */
const SCALERS: { readonly [type in ScalerStep["type"]]: readonly Part[] } = {
  StandardScaler: [["mean", subtract, add], ...SCALING],
  RobustScaler: [["center", subtract, add], ...SCALING],
  MaxAbsScaler: SCALING,
  MinMaxScaler: [
    ["scale", multiply, divide],
    ["min", add, subtract],
  ],
};

/** Compiles `transform`, or `inverse_transform`: the inverse operations in the opposite order, without clipping. */
export function compileScaler(
  step: ScalerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  const operands = step as unknown as Readonly<Record<string, readonly number[] | undefined>>;
  const parts = SCALERS[step.type].filter(([key]) => operands[key]);
  let scaled = columns;
  for (const [key, forwards, backwards] of inverse ? parts.reverse() : parts) {
    const numbers = operands[key]!;
    const operation = inverse ? backwards : forwards;
    program.fits(numbers, columns, `${path}/${key}`);
    const zero = operation === divide ? numbers.indexOf(0) : -1;
    if (zero !== -1) program.report(`${path}/${key}/${zero}`, "expected a number other than 0");
    scaled = applyColumnwise(operation, numbers, scaled, program);
  }
  if (operands["scale"] && operands["inverse_scale"])
    program.report(path, 'expected "scale" or "inverse_scale", got both');
  if (!inverse && step.type === "MinMaxScaler" && step.clip) {
    const [low, high] = step.clip as [number, number];
    if (low > high) program.report(`${path}/clip`, `expected min up to max, got ${low} and ${high}`);
    const clip = (value: number): number => (value < low ? low : value > high ? high : value);
    scaled = applyFunctions(clip, scaled, program);
  }
  return scaled;
}

/** One entry of `transformer_weights`: every column of the output is multiplied. */
export function compileWeight(
  weight: number,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.areNumbers(columns, path);
  return applyColumnwise(
    multiply,
    columns.map(() => weight),
    columns,
    program,
  );
}
