// The tree of steps → instructions. Pipeline, ColumnTransformer and the selectors leave no trace in the program: they only say which
// columns a step reads.

import type { ParallelStep, PipelineStep, SelectorStep, Step } from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import { compileOneHotEncoder } from "./one-hot-encoder.js";
import type { ProgramBuilder } from "./program.js";
import { compileScaler, compileWeight } from "./scalers.js";
import { compileSimpleImputer } from "./simple-imputer.js";

/**
 * Compiles one step.
 *
 * @param columns what reaches the step
 * @param path of the step in the model file
 * @returns what leaves it; undefined if a problem was reported, which then says enough
 */
export function compileStep(
  step: Step,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] | undefined {
  switch (step.type) {
    case "Pipeline":
      return compilePipeline(step, columns, path, program);
    case "ColumnTransformer":
    case "FeatureUnion":
      return compileParallel(step, columns, path, program);
    case "passthrough":
      return columns;
    case "SimpleImputer":
      return compileSimpleImputer(step, columns, path, program);
    case "StandardScaler":
    case "RobustScaler":
    case "MaxAbsScaler":
    case "MinMaxScaler":
      return compileScaler(step, columns, path, program);
    case "OneHotEncoder":
      return compileOneHotEncoder(step, columns, path, program);
    case "SelectorMixin":
      return compileSelector(step, columns, path, program);
  }
}

function compilePipeline(
  { steps }: PipelineStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] | undefined {
  let current: readonly Column[] | undefined = columns;
  for (let i = 0; i < steps.length && current; i++)
    current = compileStep(steps[i]!.step, current, `${path}/steps/${i}/step`, program);
  return current;
}

function compileParallel(
  { transformers }: ParallelStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] | undefined {
  const output: Column[] = [];
  let fits = true;
  transformers.forEach(({ columns: positions, step, weight }, i) => {
    const here = `${path}/transformers/${i}`;
    const selected = select(positions, columns, `${here}/columns`, program);
    let written = selected && compileStep(step, selected, `${here}/step`, program);
    if (written && weight !== undefined) written = compileWeight(weight, written, `${here}/weight`, program);
    if (written) for (const column of written) output.push(column);
    else fits = false;
  });
  return fits ? output : undefined;
}

/** VarianceThreshold, SelectKBest and the like. A missing value is refused even in a column that is not kept, as most of them do. */
function compileSelector(
  { columns: positions }: SelectorStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] | undefined {
  for (const { input, fill } of columns) if (fill === undefined) program.required.add(input);
  return select(positions, columns, `${path}/columns`, program);
}

function select(
  positions: readonly number[],
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  const selected: Column[] = [];
  positions.forEach((position, i) => {
    const column = columns[position];
    if (column) selected.push(column);
    else program.report(`${path}/${i}`, `expected a position below ${columns.length}, got ${position}`);
  });
  return selected.length === positions.length ? selected : undefined;
}
