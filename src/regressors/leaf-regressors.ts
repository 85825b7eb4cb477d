// The leaves of the tree of regressors, which read columns and no other regressor: an SVR, a linear
// model. Mirrors `predict` of sklearn.svm and of the linear models.

import type { LinearRegressor, SvrRegressor } from "../model-file/types.generated.js";
import { type Column, computedColumn } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";
import { createEvaluator } from "../svm/evaluator.js";
import { createLinear } from "../svm/linear.js";
import { resolveSvr } from "../svm/resolve.js";
import type { Evaluator, Features } from "../svm/svr.js";

/** Compiles an SVR or a NuSVR. Returns no column if a problem was reported. */
export function compileSvr(
  regressor: SvrRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { problems } = program;
  const { dual_coef: coefficients, factors } = regressor;
  // There are as many joins as groups at most. Each has a row for each support vector, a list of
  // its columns and a cache.
  const nodes = 2 * (factors?.groups.length ?? 0);
  const values = (coefficients.length + nodes) * (16 + columns.length + nodes);
  program.claim(values / 16 + 512 * nodes, `${path}/support_vectors`);
  const svr = resolveSvr(regressor, columns.length, path, program.report);
  if (program.problems > problems) return [];
  const { evaluator, plan } = createEvaluator(svr, featuresOf(columns, program));
  return compileEvaluator(evaluator, plan, columns, path, program);
}

/** Compiles a linear model, which an SVR with a linear kernel is, too. */
export function compileLinear(
  { coef, intercept }: LinearRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.fits(coef, columns, `${path}/coef`);
  const evaluator = createLinear(Float64Array.from(coef), intercept, featuresOf(columns, program));
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
  program.add(
    columns.map(({ cell }) => cell),
    to,
    (cells) => {
      evaluator.load(cells, 0, true);
      evaluator.predict(1, prediction);
      cells[to] = prediction[0]!;
    },
  );
  return [computedColumn(to, program.inputsOf(columns), true)];
}

/**
 * Returns the columns as an evaluator reads them. A row that is given transformed has other keys.
 */
function featuresOf(columns: readonly Column[], program: ProgramBuilder): Features {
  const cells = columns.map(({ cell }) => cell);
  return {
    cells,
    keysOf: (features) => [...program.inputsOf(features.map((c) => columns[c]!)), program.origin],
    computing: (features) => program.computing(features.map((c) => cells[c]!)),
  };
}
