// StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, and `transformer_weights`. Mirrors
// their `transform` and `inverse_transform` in sklearn.preprocessing, and
// sklearn.pipeline._transform_one for the weights.

import type {
  MaxAbsScalerStep,
  MinMaxScalerStep,
  RobustScalerStep,
  StandardScalerStep,
} from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import { applyColumnwise, applyFunctions, rescale } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

export type ScalerStep = StandardScalerStep | RobustScalerStep | MaxAbsScalerStep | MinMaxScalerStep;

/**
 * Compiles `transform`, or `inverse_transform`: the inverse operations in the opposite order,
 * without clipping. scikit-learn divides a dense matrix by the scale, but multiplies a sparse one
 * by 1/scale, which rounds differently.
 */
export function compileScaler(
  step: ScalerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  const lists = step as unknown as Readonly<Record<string, readonly number[] | undefined>>;
  const keys = ["mean", "center", "scale", "inverse_scale", "min"].filter((key) => lists[key]);
  if (keys.length === 0) return columns;
  for (const key of keys) program.fits(lists[key]!, columns, `${path}/${key}`);
  const { mean, center = mean, min = center, scale, inverse_scale: inverseScale } = lists;
  // Scalers subtract and divide. A MinMaxScaler multiplies and adds.
  const divides = (step.type === "MinMaxScaler") === inverse;
  const divisors = divides ? scale : inverseScale;
  const zero = divisors?.indexOf(0) ?? -1;
  if (zero !== -1) program.report(`${path}/${divides ? "scale" : "inverse_scale"}/${zero}`, "a number other than 0", 0);
  if (scale && inverseScale) program.report(path, '"scale" or "inverse_scale"', "both");
  const factors = divides ? inverseScale : scale;
  const operands = columns.flatMap((_, i) => [
    divides ? (min?.[i] ?? 0) : 0,
    divisors?.[i] ?? 1,
    factors?.[i] ?? 1,
    divides ? -0 : (min?.[i] ?? -0),
  ]);
  let scaled = applyColumnwise(rescale, operands, columns, program);
  if (!inverse && step.type === "MinMaxScaler" && step.clip) {
    const [low, high] = step.clip as [number, number];
    if (low > high) program.report(`${path}/clip`, "min <= max", `${low} and ${high}`);
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
    rescale,
    columns.flatMap(() => [0, 1, weight, -0]),
    columns,
    program,
  );
}
