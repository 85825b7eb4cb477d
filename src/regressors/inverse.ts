// `inverse_transform` of the steps that transform a target.

import type { Step } from "../artifact/types.generated.js";
import { compileFunctionTransformer } from "../preprocessing/function-transformer.js";
import { compilePowerTransformer } from "../preprocessing/power-transformer.js";
import { compileQuantileTransformer } from "../preprocessing/quantile-transformer.js";
import { compileScaler } from "../preprocessing/scalers.js";
import type { Column } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";

/** Compiles the inverse of a step. */
export function compileInverse(
  step: Step,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  switch (step.type) {
    case "StandardScaler":
    case "RobustScaler":
    case "MinMaxScaler":
      return compileScaler(step, columns, path, program, true);
    case "PowerTransformer":
      return compilePowerTransformer(step, columns, path, program, true);
    case "QuantileTransformer":
      return compileQuantileTransformer(step, columns, path, program, true);
    case "FunctionTransformer":
      return compileFunctionTransformer(step, columns, path, program, true);
    case "passthrough":
      return columns;
    default:
      program.refuse(`${path}/type`, `expected a step that has an inverse, got "${step.type}"`);
      return [];
  }
}
