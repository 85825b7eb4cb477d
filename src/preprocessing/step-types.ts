// The types of steps. Each is a constant, so that a bundler leaves out those that a program does
// not name.

import type {
  BinarizerStep,
  DecompositionStep,
  FunctionTransformerStep,
  IterativeImputerStep,
  KBinsDiscretizerStep,
  KernelTransformerStep,
  KNNImputerStep,
  MaxAbsScalerStep,
  MinMaxScalerStep,
  MissingIndicatorStep,
  NormalizerStep,
  OneHotEncoderStep,
  OrdinalEncoderStep,
  ParallelStep,
  PassthroughStep,
  PipelineStep,
  PolynomialFeaturesStep,
  PowerTransformerStep,
  QuantileTransformerStep,
  RobustScalerStep,
  SelectorStep,
  SimpleImputerStep,
  SplineTransformerStep,
  StandardScalerStep,
} from "../model-file/types.generated.js";
import { compileParallel, compilePipeline, compileSelector } from "./containers.js";
import { compileDecomposition } from "./decomposition.js";
import { compileBinarizer, compileKBinsDiscretizer } from "./discretizers.js";
import { compileOneHotEncoder, compileOrdinalEncoder } from "./encoders.js";
import { compileFunctionTransformer } from "./function-transformer.js";
import { compileKNNImputer, compileMissingIndicator, compileSimpleImputer } from "./imputers.js";
import { compileIterativeImputer } from "./iterative-imputer.js";
import { compileKernelTransformer } from "./kernel-transformers.js";
import { compileNormalizer } from "./normalizer.js";
import { compilePolynomialFeatures } from "./polynomial-features.js";
import { compilePowerTransformer } from "./power-transformer.js";
import { compileQuantileTransformer } from "./quantile-transformer.js";
import { compileScaler } from "./scalers.js";
import { compileSplineTransformer } from "./spline-transformer.js";
import type { Requirement, StepCompiler } from "./step.js";

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

export const Pipeline: StepCompiler<PipelineStep> = { compile: compilePipeline, requires: anything, invertible: true };
export const ColumnTransformer: StepCompiler<ParallelStep> = { compile: compileParallel, requires: anything };
export const passthrough: StepCompiler<PassthroughStep> = {
  compile: (_, columns) => columns,
  requires: anything,
  invertible: true,
};
export const SelectorMixin: StepCompiler<SelectorStep> = { compile: compileSelector, requires: anything };
export const FunctionTransformer: StepCompiler<FunctionTransformerStep> = {
  compile: compileFunctionTransformer,
  requires: anything,
  invertible: true,
};
export const SimpleImputer: StepCompiler<SimpleImputerStep> = {
  compile: compileSimpleImputer,
  requires: finite,
};
export const MissingIndicator: StepCompiler<MissingIndicatorStep> = {
  compile: compileMissingIndicator,
  requires: finite,
};
export const KNNImputer: StepCompiler<KNNImputerStep> = {
  compile: compileKNNImputer,
  requires: finiteNumbers,
};
export const IterativeImputer: StepCompiler<IterativeImputerStep> = {
  compile: compileIterativeImputer,
  requires: finiteNumbers,
};
export const OneHotEncoder: StepCompiler<OneHotEncoderStep> = {
  compile: compileOneHotEncoder,
  requires: finite,
};
export const OrdinalEncoder: StepCompiler<OrdinalEncoderStep> = {
  compile: compileOrdinalEncoder,
  requires: finite,
};
export const StandardScaler: StepCompiler<StandardScalerStep | RobustScalerStep | MinMaxScalerStep> = {
  compile: compileScaler,
  requires: finiteNumbers,
  invertible: true,
};
export const MaxAbsScaler: StepCompiler<MaxAbsScalerStep> = { compile: compileScaler, requires: finiteNumbers };
export const PowerTransformer: StepCompiler<PowerTransformerStep> = {
  compile: compilePowerTransformer,
  requires: finiteNumbers,
  invertible: true,
};
export const QuantileTransformer: StepCompiler<QuantileTransformerStep> = {
  compile: compileQuantileTransformer,
  requires: finiteNumbers,
  invertible: true,
};
export const Normalizer: StepCompiler<NormalizerStep> = { compile: compileNormalizer, requires: presentNumbers };
export const Binarizer: StepCompiler<BinarizerStep> = { compile: compileBinarizer, requires: presentNumbers };
export const KBinsDiscretizer: StepCompiler<KBinsDiscretizerStep> = {
  compile: compileKBinsDiscretizer,
  requires: presentNumbers,
};
export const PolynomialFeatures: StepCompiler<PolynomialFeaturesStep> = {
  compile: compilePolynomialFeatures,
  requires: presentNumbers,
};
export const SplineTransformer: StepCompiler<SplineTransformerStep> = {
  compile: compileSplineTransformer,
  requires: finiteNumbers,
};
export const PCA: StepCompiler<DecompositionStep> = { compile: compileDecomposition, requires: presentNumbers };
export const KernelPCA: StepCompiler<KernelTransformerStep> = {
  compile: compileKernelTransformer,
  requires: presentNumbers,
};
