// StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, and `transformer_weights`: one or two
// operations with a number per column. Mirrors their `transform` and `inverse_transform` in
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

/** One operation of a scaler. */
interface Scaling {
  /** The key of the operands in the model file. Without operands there is no operation. */
  readonly key: string;
  readonly operation: Operation;
  readonly inverse: Operation;
}

/**
 * scikit-learn divides a dense matrix by the scale, but multiplies a sparse one by 1/scale, which
 * rounds differently.
 */
const DIVIDE: Scaling = { key: "scale", operation: divide, inverse: multiply };
const MULTIPLY_BY_INVERSE: Scaling = { key: "inverse_scale", operation: multiply, inverse: divide };

/** The operations of each scaler, in the order of `transform`. */
const SCALERS: { readonly [type in ScalerStep["type"]]: readonly Scaling[] } = {
  StandardScaler: [{ key: "mean", operation: subtract, inverse: add }, DIVIDE, MULTIPLY_BY_INVERSE],
  RobustScaler: [{ key: "center", operation: subtract, inverse: add }, DIVIDE, MULTIPLY_BY_INVERSE],
  MaxAbsScaler: [DIVIDE, MULTIPLY_BY_INVERSE],
  MinMaxScaler: [
    { key: "scale", operation: multiply, inverse: divide },
    { key: "min", operation: add, inverse: subtract },
  ],
};

/**
 * Compiles `transform`, or `inverse_transform`: the inverse operations in the opposite order,
 * without clipping.
 */
export function compileScaler(
  step: ScalerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  const operandsOf = step as unknown as Readonly<Record<string, readonly number[] | undefined>>;
  const scalings = SCALERS[step.type].filter(({ key }) => operandsOf[key]);
  let scaled = columns;
  for (const scaling of inverse ? scalings.reverse() : scalings) {
    const { key } = scaling;
    const operands = operandsOf[key]!;
    const operation = inverse ? scaling.inverse : scaling.operation;
    program.fits(operands, columns, `${path}/${key}`);
    const zero = operation === divide ? operands.indexOf(0) : -1;
    if (zero !== -1) program.report(`${path}/${key}/${zero}`, "expected a number other than 0, got 0");
    scaled = applyColumnwise(operation, operands, scaled, program);
  }
  if (operandsOf["scale"] && operandsOf["inverse_scale"])
    program.report(path, 'expected "scale" or "inverse_scale", got both');
  if (!inverse && step.type === "MinMaxScaler" && step.clip) {
    const [low, high] = step.clip as [number, number];
    if (low > high) program.report(`${path}/clip`, `expected min <= max, got ${low} and ${high}`);
    const clip = (value: number): number => (value < low ? low : value > high ? high : value);
    scaled = applyFunctions(clip, scaled, program);
  }
  return scaled;
}

/** Compiles one of the `transformer_weights`, which multiplies every column. */
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
