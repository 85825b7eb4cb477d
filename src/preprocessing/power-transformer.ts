// PowerTransformer: the power of Yeo and Johnson or of Box and Cox, with a fitted λ per column,
// then standardised. Mirrors sklearn.preprocessing.PowerTransformer, with its branches for λ near 0
// and near 2.

import type { PowerTransformerStep } from "../model-file/types.generated.js";
import { exp } from "../numeric/exp.js";
import { expm1 } from "../numeric/expm1.js";
import { log, log1p } from "../numeric/log.js";
import { pow } from "../numeric/pow.js";
import type { Column } from "../program/column.js";
import { applyFunctions, type ColumnFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileScaler } from "./scalers.js";

/** Returns the function for a λ. */
type Power = (lambda: number) => ColumnFunction;

/** Returns the function of x from 0 on. Below 0 it serves −x, with 2 − λ for λ. */
const above = (lambda: number, isZero: boolean): ColumnFunction =>
  isZero ? log1p : (x) => (pow(x + 1, lambda) - 1) / lambda;

/** Returns the inverse of that. */
const inverseAbove = (lambda: number, isZero: boolean): ColumnFunction =>
  isZero ? (y) => exp(y) - 1 : (y) => pow(y * lambda + 1, 1 / lambda) - 1;

const yeoJohnson: Power = (lambda) => {
  const upper = above(lambda, Math.abs(lambda) < Number.EPSILON);
  const lower = above(2 - lambda, Math.abs(lambda - 2) <= Number.EPSILON);
  return (x) => (x >= 0 ? upper(x) : -lower(-x));
};

const inverseYeoJohnson: Power = (lambda) => {
  const upper = inverseAbove(lambda, Math.abs(lambda) < Number.EPSILON);
  const lower = inverseAbove(2 - lambda, Math.abs(lambda - 2) <= Number.EPSILON);
  // The zero of numpy's 1 − … is positive.
  return (y) => (y >= 0 ? upper(y) : 0 - lower(-y));
};

/**
 * Returns the function of Box and Cox. scikit-learn rejects x ≤ 0, which the runtime check finds by
 * its infinity. scipy.special.boxcox takes a λ below 10⁻¹⁹ for 0.
 */
const boxCox: Power = (lambda) => {
  const power = Math.abs(lambda) < 1e-19 ? log : (x: number): number => expm1(lambda * log(x)) / lambda;
  return (x) => (x <= 0 ? Infinity : power(x));
};

const inverseBoxCox: Power = (lambda) => (lambda === 0 ? exp : (y) => pow(y * lambda + 1, 1 / lambda));

/** Compiles `transform`, or `inverse_transform`. */
export function compilePowerTransformer(
  { method, lambdas, mean, scale }: PowerTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  const [power, inversePower] = method === "box-cox" ? [boxCox, inverseBoxCox] : [yeoJohnson, inverseYeoJohnson];
  // Partial, because a λ of 300 occurs, and leaves little room between a number and infinity.
  const apply = (powerOf: Power, to: readonly Column[]): readonly Column[] =>
    applyFunctions(lambdas.map(powerOf), to, program, { partial: true });
  if (inverse) return apply(inversePower, compileScaler({ mean, scale }, columns, path, program, true));
  const powers = apply(power, columns);
  program.requireFinite(powers);
  return compileScaler({ mean, scale }, powers, path, program);
}
