// FunctionTransformer: a function of numpy on every column. Mirrors its `transform` in
// sklearn.preprocessing, and its `inverse_transform` for targets.

import type { FunctionTransformerStep } from "../model-file/types.generated.js";
import { exp } from "../numeric/exp.js";
import { expm1 } from "../numeric/expm1.js";
import { log, log1p, log2, log10 } from "../numeric/log.js";
import { sqrt } from "../numeric/sqrt.js";
import { tanh } from "../numeric/tanh.js";
import type { Column } from "../program/column.js";
import { applyFunctions, type ColumnFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** 1.5 · 2^52. Adding and subtracting it rounds to the nearest integer, ties to even. */
const ROUND = 6755399441055744;
/** 2^52. From here on, every double is an integer. */
const INTEGERS = 4503599627370496;

/** Functions by their names in numpy. */
const FUNCTIONS: { readonly [name in FunctionTransformerStep["func"]]: ColumnFunction } = {
  absolute: Math.abs,
  ceil: Math.ceil,
  exp,
  expm1,
  floor: Math.floor,
  log,
  log10,
  log1p,
  log2,
  negative: (x) => -x,
  reciprocal: (x) => 1 / x,
  rint: (x) => (Math.abs(x) < INTEGERS ? x + ROUND - ROUND : x),
  sign: Math.sign,
  sqrt,
  square: (x) => x * x,
  tanh,
  trunc: Math.trunc,
};

/** Compiles `func`, or `inverse_func`. */
export function compileFunctionTransformer(
  { func, inverse_func: inverseFunc, validate }: FunctionTransformerStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] {
  program.areNumbers(columns, path);
  if (validate) program.requirePresent(columns);
  const name = inverse ? inverseFunc : func;
  if (!name) program.report(path, 'lacks "inverse_func"');
  const apply = FUNCTIONS[name ?? func];
  return applyFunctions(apply, columns, program, { partial: true });
}
