// The tree of steps, compiled to instructions. Pipeline, ColumnTransformer, FeatureUnion and the
// selectors leave none in the program, because they only say which columns a step reads.

import type { ParallelStep, PipelineStep, SelectorStep, Step } from "../model-file/types.generated.js";
import { type Column, selectColumns } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileDecomposition } from "./decomposition.js";
import { compileBinarizer, compileKBinsDiscretizer } from "./discretizers.js";
import { compileOneHotEncoder, compileOrdinalEncoder } from "./encoders.js";
import { compileFunctionTransformer } from "./function-transformer.js";
import { compileKNNImputer, compileMissingIndicator, compileSimpleImputer } from "./imputers.js";
import { compileNormalizer } from "./normalizer.js";
import { compilePolynomialFeatures } from "./polynomial-features.js";
import { compilePowerTransformer } from "./power-transformer.js";
import { compileQuantileTransformer } from "./quantile-transformer.js";
import { compileScaler, compileWeight } from "./scalers.js";
import { compileSplineTransformer } from "./spline-transformer.js";

/**
 * What scikit-learn requires of the columns that a step reads. Reports columns that can never meet
 * it.
 */
type Requirement = (columns: readonly Column[], path: string, program: ProgramBuilder) => void;

/** Nothing: the step passes the columns on, or to a function, without looking at them. */
const anything: Requirement = () => {};
/** No infinite values. */
const finite: Requirement = (columns, _, program) => program.requireFinite(columns);
/** Numbers that are not infinite. */
const finiteNumbers: Requirement = (columns, path, program) => {
  program.requireFinite(columns);
  program.areNumbers(columns, path);
};
/** Numbers that are neither infinite nor missing. */
const presentNumbers: Requirement = (columns, path, program) => {
  program.areNumbers(columns, path);
  program.requirePresent(columns);
};

/** How steps of one type are compiled. */
interface StepCompiler<S extends Step> {
  /**
   * Adds a step to the program.
   *
   * @param inverse whether to add its `inverse_transform`
   * @returns the columns that it writes, or anything if it reported a problem
   */
  readonly compile: (
    step: S,
    columns: readonly Column[],
    path: string,
    program: ProgramBuilder,
    inverse: boolean,
  ) => readonly Column[];
  readonly requires: Requirement;
  /** The keys of lists with one item per column. */
  readonly perColumn?: readonly (keyof S)[];
  /**
   * Whether the step may transform a target, so that predictions go through its
   * `inverse_transform`.
   */
  readonly invertible?: boolean;
}

const COMPILERS: { readonly [type in Step["type"]]: StepCompiler<Extract<Step, { type: type }>> } = {
  Pipeline: { compile: compilePipeline, requires: anything },
  ColumnTransformer: { compile: compileParallel, requires: anything },
  FeatureUnion: { compile: compileParallel, requires: anything },
  passthrough: { compile: (_, columns) => columns, requires: anything, invertible: true },
  SelectorMixin: { compile: compileSelector, requires: anything },
  FunctionTransformer: { compile: compileFunctionTransformer, requires: anything, invertible: true },
  SimpleImputer: { compile: compileSimpleImputer, requires: finite, perColumn: ["statistics"] },
  MissingIndicator: { compile: compileMissingIndicator, requires: finite },
  KNNImputer: { compile: compileKNNImputer, requires: finiteNumbers, perColumn: ["statistics"] },
  OneHotEncoder: {
    compile: compileOneHotEncoder,
    requires: finite,
    perColumn: ["categories", "positions", "unknown"],
  },
  OrdinalEncoder: {
    compile: compileOrdinalEncoder,
    requires: finite,
    perColumn: ["categories", "encoded_missing_value"],
  },
  StandardScaler: { compile: compileScaler, requires: finiteNumbers, invertible: true },
  RobustScaler: { compile: compileScaler, requires: finiteNumbers, invertible: true },
  MaxAbsScaler: { compile: compileScaler, requires: finiteNumbers },
  MinMaxScaler: { compile: compileScaler, requires: finiteNumbers, invertible: true },
  PowerTransformer: {
    compile: compilePowerTransformer,
    requires: finiteNumbers,
    perColumn: ["lambdas"],
    invertible: true,
  },
  QuantileTransformer: {
    compile: compileQuantileTransformer,
    requires: finiteNumbers,
    perColumn: ["quantiles"],
    invertible: true,
  },
  Normalizer: { compile: compileNormalizer, requires: presentNumbers },
  Binarizer: { compile: compileBinarizer, requires: presentNumbers },
  KBinsDiscretizer: { compile: compileKBinsDiscretizer, requires: presentNumbers, perColumn: ["bin_edges"] },
  PolynomialFeatures: { compile: compilePolynomialFeatures, requires: presentNumbers },
  SplineTransformer: { compile: compileSplineTransformer, requires: presentNumbers, perColumn: ["knots"] },
  PCA: { compile: compileDecomposition, requires: presentNumbers },
  TruncatedSVD: { compile: compileDecomposition, requires: presentNumbers },
};

/**
 * Compiles one step.
 *
 * @param columns what the step reads
 * @param path of the step in the model file
 * @param inverse whether to compile its `inverse_transform`
 * @returns the columns that it writes, undefined if a problem was reported
 */
export function compileStep(
  step: Step,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] | undefined {
  const { problems } = program;
  const { compile, requires, perColumn = [], invertible } = COMPILERS[step.type] as unknown as StepCompiler<Step>;
  if (inverse && !invertible) program.report(`${path}/type`, `expected a step that has an inverse, got "${step.type}"`);
  requires(columns, path, program);
  for (const key of perColumn) {
    const list = step[key] as unknown as readonly unknown[] | undefined;
    if (list) program.fits(list, columns, `${path}/${key}`);
  }
  if (program.problems > problems) return undefined;
  const written = compile(step, columns, path, program, inverse);
  return program.problems > problems ? undefined : written;
}

function compilePipeline(
  { steps }: PipelineStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  let current: readonly Column[] | undefined = columns;
  for (let i = 0; i < steps.length && current; i++)
    current = compileStep(steps[i]!.step, current, `${path}/steps/${i}/step`, program);
  return current ?? [];
}

function compileParallel(
  { transformers }: ParallelStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  return transformers.flatMap(({ columns: positions, step, weight }, i) => {
    const here = `${path}/transformers/${i}`;
    const selected = selectColumns(positions, columns, `${here}/columns`, program.report);
    const written = selected && compileStep(step, selected, `${here}/step`, program);
    if (!written || weight === undefined) return written ?? [];
    return compileWeight(weight, written, `${here}/weight`, program);
  });
}

/**
 * Compiles VarianceThreshold, SelectKBest and the like. Most of them reject a missing value even in
 * a column that they do not keep.
 */
function compileSelector(
  { columns: positions, allow_nan: allowsNaN }: SelectorStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (!allowsNaN) program.requirePresent(columns);
  return selectColumns(positions, columns, `${path}/columns`, program.report) ?? [];
}
