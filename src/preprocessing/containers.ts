// Pipeline, ColumnTransformer, FeatureUnion and the selectors. They leave no instruction in the
// program, because they only say which columns a step reads.

import type { ParallelStep, PipelineStep, SelectorStep } from "../model-file/types.generated.js";
import { type Column, selectColumns } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileScaler } from "./scalers.js";

/** Mirrors `transform` of sklearn.pipeline.Pipeline, and its `inverse_transform` for targets. */
export function compilePipeline(
  { steps }: PipelineStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse: boolean,
): readonly Column[] {
  let current: readonly Column[] | undefined = columns;
  for (let done = 0; done < steps.length && current; done++) {
    const i = inverse ? steps.length - 1 - done : done;
    current = program.compileStep(steps[i]!.step, current, `${path}/steps/${i}/step`, program, inverse);
  }
  return current ?? [];
}

/** Mirrors `transform` of ColumnTransformer and FeatureUnion. */
export function compileParallel(
  { transformers }: ParallelStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  return transformers.flatMap(({ columns: positions, step, weight }, i) => {
    const here = `${path}/transformers/${i}`;
    const selected = selectColumns(positions, columns, `${here}/columns`, program.report);
    // A scaler that divides multiplies by the weight in the same instruction. Fresh records of the
    // included model take 0.96 of the time (`npm run bench:against`).
    const joined = weight && step.type === "StandardScaler" && step.scale ? { ...step, weight } : undefined;
    const written = selected && program.compileStep(joined ?? step, selected, `${here}/step`, program);
    if (!written || joined || weight === undefined) return written ?? [];
    program.areNumbers(written, `${here}/weight`);
    return compileScaler({ weight }, written, `${here}/weight`, program);
  });
}

/**
 * Compiles VarianceThreshold, SelectKBest and the like. Most of them reject a missing value even in
 * a column that they do not keep.
 */
export function compileSelector(
  { columns: positions, allow_nan: allowsNaN }: SelectorStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (!allowsNaN) program.requirePresent(columns);
  return selectColumns(positions, columns, `${path}/columns`, program.report) ?? [];
}
