// The regressors that read columns and nothing else: an SVR, a linear model.

import type { LinearRegressor, SvrRegressor } from "../artifact/types.generated.js";
import type { Column } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { createEvaluator } from "../svm/evaluator.js";
import { createLinear } from "../svm/linear.js";
import { resolveSvr } from "../svm/resolve.js";
import type { Evaluator } from "../svm/svr.js";

export function compileSvr(
  regressor: SvrRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const svr = resolveSvr(regressor, columns.length, path, (where, message) => program.refuse(where, message));
  const { evaluator, plan } = createEvaluator(svr);
  return compileEvaluator(evaluator, plan, columns, path, program);
}

export function compileLinear(
  { coef, intercept }: LinearRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.fits(coef, columns, `${path}/coef`);
  const evaluator = createLinear(Float64Array.from(coef), intercept);
  return compileEvaluator(evaluator, `linear: ${coef.length}`, columns, path, program);
}

function compileEvaluator(
  evaluator: Evaluator,
  plan: string,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.areNumbers(columns, path);
  program.demand(columns);
  program.evaluators.push({ evaluator, plan });
  const compute = (row: Float64Array, prediction: Float64Array): void => evaluator.evaluateRows(row, 1, prediction);
  return applyToRow(compute, 1, columns, program, true);
}
