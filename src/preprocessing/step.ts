// The tree of steps → instructions. Pipeline, ColumnTransformer and the selectors leave no trace in the program: they only say which
// columns a step reads.

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

/** Adds a step to the program; returns the columns that it writes, or anything if it refused the model file. */
type Compile<S extends Step> = (
  step: S,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse: boolean,
) => readonly Column[];

/** What scikit-learn asks of the columns that a step reads. */
type Reads = 0 | 1 | 2 | 3;
/** Nothing: the step hands them on, or to a function, without looking. */
const ANYTHING = 0;
/** No infinite values. */
const FINITE = 1;
/** The same, and no strings. */
const NUMBERS = 2;
/** The same, and no missing values. */
const COMPLETE = 3;

/** How to compile a step, what it asks of its columns, and the keys of its lists that hold an item for each of them. */
type Compiler<S extends Step> = readonly [compile: Compile<S>, reads: Reads, ...lists: (keyof S)[]];

const COMPILERS: { readonly [type in Step["type"]]: Compiler<Extract<Step, { type: type }>> } = {
  Pipeline: [compilePipeline, ANYTHING],
  ColumnTransformer: [compileParallel, ANYTHING],
  FeatureUnion: [compileParallel, ANYTHING],
  passthrough: [(_, columns) => columns, ANYTHING],
  SelectorMixin: [compileSelector, ANYTHING],
  FunctionTransformer: [compileFunctionTransformer, ANYTHING],
  SimpleImputer: [compileSimpleImputer, FINITE, "statistics"],
  MissingIndicator: [compileMissingIndicator, FINITE],
  KNNImputer: [compileKNNImputer, NUMBERS, "statistics"],
  OneHotEncoder: [compileOneHotEncoder, FINITE, "categories", "positions", "unknown"],
  OrdinalEncoder: [compileOrdinalEncoder, FINITE, "categories", "encoded_missing_value"],
  StandardScaler: [compileScaler, NUMBERS],
  RobustScaler: [compileScaler, NUMBERS],
  MaxAbsScaler: [compileScaler, NUMBERS],
  MinMaxScaler: [compileScaler, NUMBERS],
  PowerTransformer: [compilePowerTransformer, NUMBERS, "lambdas"],
  QuantileTransformer: [compileQuantileTransformer, NUMBERS, "quantiles"],
  Normalizer: [compileNormalizer, COMPLETE],
  Binarizer: [compileBinarizer, COMPLETE],
  KBinsDiscretizer: [compileKBinsDiscretizer, COMPLETE, "bin_edges"],
  PolynomialFeatures: [compilePolynomialFeatures, COMPLETE],
  SplineTransformer: [compileSplineTransformer, COMPLETE, "knots"],
  PCA: [compileDecomposition, COMPLETE],
  TruncatedSVD: [compileDecomposition, COMPLETE],
};

/** The steps that may transform a target, whose predictions go through `inverse_transform`. */
const INVERTIBLE: ReadonlySet<Step["type"]> = new Set([
  "passthrough",
  "FunctionTransformer",
  "StandardScaler",
  "RobustScaler",
  "MinMaxScaler",
  "PowerTransformer",
  "QuantileTransformer",
]);

/**
 * Compiles one step.
 *
 * @param columns what reaches the step
 * @param path of the step in the model file
 * @param inverse whether to compile its `inverse_transform`
 * @returns what leaves it; undefined if a problem was reported, which then says enough
 */
export function compileStep(
  step: Step,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse = false,
): readonly Column[] | undefined {
  const { problems } = program;
  const [compile, reads, ...keys] = COMPILERS[step.type] as unknown as Compiler<Step>;
  if (inverse && !INVERTIBLE.has(step.type))
    program.report(`${path}/type`, `expected a step that has an inverse, got "${step.type}"`);
  if (reads >= FINITE) program.requireFinite(columns);
  if (reads >= NUMBERS) program.areNumbers(columns, path);
  if (reads === COMPLETE) program.requirePresent(columns);
  for (const key of keys) {
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

/** VarianceThreshold, SelectKBest and the like. Most of them refuse a missing value even in a column that is not kept. */
function compileSelector(
  { columns: positions, allow_nan: allowsNaN }: SelectorStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  if (!allowsNaN) program.requirePresent(columns);
  return selectColumns(positions, columns, `${path}/columns`, program.report) ?? [];
}
