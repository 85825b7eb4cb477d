// The tree of regressors, compiled to instructions. An SVR or a linear model computes a column from
// columns, as a step does. The regressors above it combine such columns.

import { arePermutation, checkKeys } from "../model-file/report.js";
import type {
  EnsembleRegressor,
  PipelineRegressor,
  Regressor,
  TransformedTargetRegressor,
} from "../model-file/types.generated.js";
import { type Column, selectColumns } from "../program/column.js";
import { applyToRow } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";
import { averageBy, medianBy } from "./combine.js";
import { compileLinear, compileSvr } from "./leaf-regressors.js";

/**
 * Compiles a regressor.
 *
 * @param columns what the regressor reads
 * @param path of the regressor in the model file
 * @returns a column per target, or anything if a problem was reported
 */
export function compileRegressor(
  regressor: Regressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  program.claim(columns.length, path);
  if ("dual_coef" in regressor) return compileSvr(regressor, columns, path, program);
  if ("coef" in regressor) return compileLinear(regressor, columns, path, program);
  if ("pipeline" in regressor) return compilePipeline(regressor, columns, path, program);
  if ("transformer" in regressor) return compileTransformedTarget(regressor, columns, path, program);
  return compileEnsemble(regressor, columns, path, program);
}

/** Compiles a member of an ensemble with steps of its own. */
function compilePipeline(
  { pipeline, regressor }: PipelineRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const written = program.compileStep(pipeline, columns, `${path}/pipeline`, program);
  return written ? compileRegressor(regressor, written, `${path}/regressor`, program) : [];
}

/** Mirrors `predict` of sklearn.compose.TransformedTargetRegressor. */
function compileTransformedTarget(
  { regressor, transformer }: TransformedTargetRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { problems } = program;
  const predicted = compileRegressor(regressor, columns, `${path}/regressor`, program);
  if (program.problems > problems) return [];
  program.requireFinite(predicted);
  return program.compileStep(transformer, predicted, `${path}/transformer`, program, true) ?? [];
}

/**
 * Mirrors `predict` of the ensembles in sklearn.ensemble, and of MultiOutputRegressor and
 * RegressorChain in sklearn.multioutput.
 */
function compileEnsemble(
  { type, estimators, order = estimators.map((_, i) => i), passthrough, final_estimator: final }: EnsembleRegressor,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { problems } = program;
  const isChain = type === "RegressorChain";
  if (isChain || type === "AdaBoostRegressor") program.requirePresent(columns);
  if (!arePermutation(order, estimators.length, `${path}/order`, program.report)) return [];
  const reaching = [...columns];
  const members: (readonly Column[])[] = [];
  for (const i of order) {
    const { columns: positions, regressor } = estimators[i]!;
    const here = `${path}/estimators/${i}`;
    const selected = positions ? selectColumns(positions, reaching, `${here}/columns`, program.report) : reaching;
    const predicted = selected ? compileRegressor(regressor, selected, `${here}/regressor`, program) : [];
    if (selected && predicted.length > 1) program.report(`${here}/regressor`, "one target", predicted.length);
    members[i] = predicted;
    if (!isChain) continue;
    // The next member of a chain reads what this one predicts.
    if (program.problems > problems) return [];
    reaching.push(...predicted);
  }
  if (program.problems > problems) return [];
  const predicted = members.flat();
  program.requireFinite(predicted);
  if (isChain || type === "MultiOutputRegressor") {
    const names = estimators.map(({ name }) => name);
    checkKeys(names, (i) => `${path}/estimators/${i}/name`, program.report);
    return predicted;
  }
  if (type === "StackingRegressor") {
    const stacked = passthrough ? [...predicted, ...columns] : predicted;
    if (final) return compileRegressor(final, stacked, `${path}/final_estimator`, program);
    program.report(path, 'lacks "final_estimator"');
  }
  const weights = estimators.map(({ weight = 1 }) => weight);
  if (type === "AdaBoostRegressor") return applyToRow(medianBy(weights), 1, predicted, program, true);
  if (weights.reduce((sum, weight) => sum + weight) === 0)
    program.report(`${path}/estimators`, "weights whose sum is not 0", 0);
  return applyToRow(averageBy(weights), 1, predicted, program, true);
}
