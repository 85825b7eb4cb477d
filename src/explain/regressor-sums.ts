// The tree of regressors as sums: an ensemble is the sum of its members, and a stack with a linear
// end is one, too. A regressor that is no sum becomes a column, which its program computes.

import type {
  EnsembleRegressor,
  LinearRegressor,
  Regressor,
  SvrRegressor,
  TransformedTargetRegressor,
} from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";
import { compileRegressor } from "../regressors/regressor.js";
import { resolveSvr } from "../svm/resolve.js";
import { invertAffine } from "./affine-inverse.js";
import { connectInputs } from "./components.js";
import { combine, type Sum, sumOfColumn, sumOfMachine } from "./sum.js";

/** A larger component would have too many mixes of its inputs. */
const MAX_COMPONENT = 8;

/** What a regressor reads: a feature, or what another regressor predicts. */
export interface Quantity {
  readonly sum: Sum;
  /** Returns the column that holds it. Compiles the regressor that predicts it, if one does. */
  column(): Column;
}

/** Returns a feature as what a regressor reads. */
export function toQuantity(column: Column): Quantity {
  return { sum: sumOfColumn(column), column: () => column };
}

/** Returns what a regressor predicts, a sum per target. */
export function sumsOf(regressor: Regressor, read: readonly Quantity[], program: ProgramBuilder): readonly Sum[] {
  const sums = toSums(regressor, read, program);
  return sums ?? compile(regressor, read, program).map(sumOfColumn);
}

function compile(regressor: Regressor, read: readonly Quantity[], program: ProgramBuilder): readonly Column[] {
  const columns = read.map((quantity) => quantity.column());
  return compileRegressor(regressor, columns, "/regressor", program);
}

/** Returns undefined if the regressor is no sum. */
function toSums(regressor: Regressor, read: readonly Quantity[], program: ProgramBuilder): readonly Sum[] | undefined {
  if ("dual_coef" in regressor) return ofMachine(regressor, read, program);
  if ("coef" in regressor) return [ofLinear(regressor, read)];
  if ("pipeline" in regressor) {
    const columns = read.map((quantity) => quantity.column());
    const written = program.compileStep(regressor.pipeline, columns, "/regressor/pipeline", program)!;
    return sumsOf(regressor.regressor, written.map(toQuantity), program);
  }
  if ("transformer" in regressor) return ofTransformedTarget(regressor, read, program);
  return ofEnsemble(regressor, read, program);
}

function ofMachine(
  regressor: SvrRegressor,
  read: readonly Quantity[],
  program: ProgramBuilder,
): readonly Sum[] | undefined {
  if (regressor.kernel !== "rbf") return undefined;
  const columns = read.map((quantity) => quantity.column());
  const components = connectInputs(columns.map(({ inputs }) => inputs));
  const isSmall = components.every(({ length }) => length <= MAX_COMPONENT);
  if (!isSmall || components.length === 0 || regressor.dual_coef.length === 0) return undefined;
  const svr = resolveSvr(regressor, columns.length, "/regressor", program.report);
  return [sumOfMachine({ svr, columns, components })];
}

function ofLinear({ coef, intercept }: LinearRegressor, read: readonly Quantity[]): Sum {
  return combine(
    read.map(({ sum }) => sum),
    coef,
    intercept,
  );
}

function ofTransformedTarget(
  { regressor, transformer }: TransformedTargetRegressor,
  read: readonly Quantity[],
  program: ProgramBuilder,
): readonly Sum[] | undefined {
  const isAffine = invertAffine(transformer, []) !== undefined;
  return isAffine ? invertAffine(transformer, sumsOf(regressor, read, program)) : undefined;
}

function ofEnsemble(
  { type, estimators, order = estimators.map((_, i) => i), passthrough, final_estimator: final }: EnsembleRegressor,
  read: readonly Quantity[],
  program: ProgramBuilder,
): readonly Sum[] | undefined {
  if (type === "AdaBoostRegressor") return undefined;
  const reaching = [...read];
  const members: Quantity[] = [];
  for (const i of order) {
    const { columns: positions, regressor } = estimators[i]!;
    const own = positions ? positions.map((position) => reaching[position]!) : [...reaching];
    let column: Column | undefined;
    members[i] = {
      sum: sumsOf(regressor, own, program)[0]!,
      column() {
        column ??= compile(regressor, own, program)[0]!;
        return column;
      },
    };
    // The next member of a chain reads what this one predicts.
    if (type === "RegressorChain") reaching.push(members[i]);
  }
  const sums = members.map(({ sum }) => sum);
  if (type === "RegressorChain" || type === "MultiOutputRegressor") return sums;
  if (final) return sumsOf(final, passthrough ? [...members, ...read] : members, program);
  const weights = estimators.map(({ weight = 1 }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight);
  return [
    combine(
      sums,
      weights.map((weight) => weight / total),
    ),
  ];
}
