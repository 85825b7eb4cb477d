// FunctionTransformer: a function of numpy on every column. Mirrors its `transform` in
// sklearn.preprocessing, and its `inverse_transform` for targets.

import type { FunctionArguments, FunctionTransformerStep } from "../model-file/types.generated.js";
import { cbrt } from "../numeric/cbrt.js";
import { SIXTEENTH_OF_PI } from "../numeric/constants.js";
import { exp } from "../numeric/exp.js";
import { expm1 } from "../numeric/expm1.js";
import { log, log1p, log2, log10 } from "../numeric/log.js";
import { pow } from "../numeric/pow.js";
import { sqrt } from "../numeric/sqrt.js";
import { tanh } from "../numeric/tanh.js";
import { cos, sin, tan } from "../numeric/trigonometric.js";
import type { Column } from "../program/column.js";
import { applyFunctions } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** 1.5 · 2^52. Adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUND = 6755399441055744;
/** 2^52. From here on, every double is an integer. */
const INTEGERS = 4503599627370496;

/** The double nearest to π. */
const PI = 16 * SIXTEENTH_OF_PI[0];

/** Functions by their names in numpy. */
const FUNCTIONS: {
  readonly [name in NonNullable<FunctionTransformerStep["func"]>]: (x: number, kwArgs: FunctionArguments) => number;
} = {
  absolute: Math.abs,
  cbrt,
  ceil: Math.ceil,
  clip: (x, { min = -Infinity, max = Infinity }) => Math.min(Math.max(x, min), max),
  cos,
  degrees: (x) => x * (180 / PI),
  exp,
  exp2: (x) => pow(2, x),
  expm1,
  floor: Math.floor,
  log,
  log10,
  log1p,
  log2,
  nan_to_num: (x, { nan = 0, posinf = Number.MAX_VALUE, neginf = -Number.MAX_VALUE }) =>
    x - x === 0 ? x : x > 0 ? posinf : x < 0 ? neginf : nan,
  negative: (x) => -x,
  power: (x, { base = x, exponent = x }) => pow(base, exponent),
  radians: (x) => x * (PI / 180),
  reciprocal: (x) => 1 / x,
  rint: (x) => (Math.abs(x) < INTEGERS ? x + ROUND - ROUND : x),
  sign: Math.sign,
  sin,
  sqrt,
  square: (x) => x * x,
  tan,
  tanh,
  trunc: Math.trunc,
};

/** Compiles `func`, or `inverse_func`. */
export function compileFunctionTransformer(
  step: FunctionTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  program.areNumbers(columns, path);
  if (step.validate) program.requirePresent(columns);
  const key = inverse ? "inverse_func" : "func";
  const name = step[key];
  if (!name) {
    program.report(path, `lacks "${key}"`);
    return [];
  }
  const apply = FUNCTIONS[name];
  const { [inverse ? "inv_kw_args" : "kw_args"]: kwArgs = {} } = step;
  // Only this function writes a number for a missing value.
  const change = name === "nan_to_num" ? { partial: true, missing: false } : { partial: true };
  return applyFunctions((x) => apply(x, kwArgs), columns, program, change);
}
