// StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, and `transformer_weights`. Mirrors
// their `transform` and `inverse_transform` in sklearn.preprocessing, and
// sklearn.pipeline._transform_one for the weights.

import type { Column } from "../program/column.js";
import { applyColumnwise, applyFunctions, rescale } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

type Numbers = readonly number[] | undefined;

/** What is done to columns, by numbers for each of them. */
export interface Scaling {
  readonly type?: string;
  readonly mean?: Numbers;
  readonly center?: Numbers;
  readonly scale?: Numbers;
  readonly inverse_scale?: Numbers;
  readonly min?: Numbers;
  /** The least and the largest value. */
  readonly clip?: readonly number[];
  /** Multiplies every column at last. Not for a step that multiplies anyway. */
  readonly weight?: number;
}

/**
 * Compiles `transform`, or `inverse_transform`: the inverse operations in the opposite order,
 * without clipping. scikit-learn divides a dense matrix by the scale, but multiplies a sparse one
 * by 1/scale, which rounds differently.
 */
export function compileScaler(
  scaling: Scaling,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  const keys = (["mean", "center", "scale", "inverse_scale", "min"] as const).filter((key) => scaling[key]);
  if (keys.length === 0 && scaling.weight === undefined) return columns;
  for (const key of keys) program.fits(scaling[key]!, columns, `${path}/${key}`);
  const { type, mean, center = mean, min = center, scale, inverse_scale: inverseScale, clip, weight } = scaling;
  // Scalers subtract and divide. A MinMaxScaler multiplies and adds.
  const divides = (type === "MinMaxScaler") === inverse;
  const divisors = divides ? scale : inverseScale;
  const zero = divisors?.indexOf(0) ?? -1;
  if (zero !== -1) program.report(`${path}/${divides ? "scale" : "inverse_scale"}/${zero}`, "a number other than 0", 0);
  if (scale && inverseScale) program.report(path, '"scale" or "inverse_scale"', "both");
  const factors = divides ? inverseScale : scale;
  const operands = columns.flatMap((_, i) => [
    divides ? (min?.[i] ?? 0) : 0,
    divisors?.[i] ?? 1,
    factors?.[i] ?? weight ?? 1,
    divides ? -0 : (min?.[i] ?? -0),
  ]);
  const scaled = applyColumnwise(rescale, operands, columns, program);
  if (inverse || !clip) return scaled;
  const [low, high] = clip as [number, number];
  if (low > high) program.report(`${path}/clip`, "min <= max", `${low} and ${high}`);
  return applyFunctions((value) => (value < low ? low : value > high ? high : value), scaled, program);
}
