// The regressors that read columns and nothing else: an SVR, a linear model.

import type { LinearRegressor, SvrRegressor } from "../model-file/types.generated.js";
import { type Column, computedColumn, inputsOf } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";
import { createEvaluator } from "../svm/evaluator.js";
import { createLinear } from "../svm/linear.js";
import { resolveSvr } from "../svm/resolve.js";
import type { Evaluator, Place } from "../svm/svr.js";

export function compileSvr(
  regressor: SvrRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { problems } = program;
  const svr = resolveSvr(regressor, columns.length, path, (where, message) => program.report(where, message));
  if (program.problems > problems) return [];
  const { evaluator, plan } = createEvaluator(svr, placesOf(columns, program));
  return compileEvaluator(evaluator, plan, columns, path, program);
}

export function compileLinear(
  { coef, intercept }: LinearRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.fits(coef, columns, `${path}/coef`);
  const evaluator = createLinear(Float64Array.from(coef), intercept, placesOf(columns, program));
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
  program.requirePresent(columns);
  program.evaluators.push({ evaluator, plan });
  const to = program.allocate(1);
  const prediction = new Float64Array(1);
  program.add((cells) => {
    evaluator.load(cells, 0, () => {});
    evaluator.predict(1, prediction);
    cells[to] = prediction[0]!;
  });
  return [computedColumn(to, inputsOf(columns), true)];
}

/** What decides a column: its inputs, and whether it was made of them at all. */
function placesOf(columns: readonly Column[], program: ProgramBuilder): Place[] {
  return columns.map(({ cell, inputs }) => ({ cell, keys: [...inputs, program.origin] }));
}
