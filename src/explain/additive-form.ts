// A model as the explainer computes it: each target is a sum of cells with weights. The cells are
// computed from the inputs by the program of the steps and regressors.

import { kindOf } from "../inputs/inputs.js";
import type { ModelFile } from "../model-file/types.generated.js";
import { ALL_STEP_TYPES } from "../preprocessing/all-step-types.js";
import { createStepCompiler } from "../preprocessing/step.js";
import { type Column, computedColumn } from "../program/column.js";
import { type Program, ProgramBuilder } from "../program/program.js";
import type { Vocabulary } from "../program/vocabulary.js";
import { compileRegressor } from "../regressors/regressor.js";

/** A column whose Shapley values have no closed form, or are those of one input. */
export interface Term {
  readonly cell: number;
  /** Positions of the inputs that it is computed from. */
  readonly inputs: readonly number[];
  /** What it counts for in each target. */
  readonly weights: readonly number[];
}

/** The sums that the targets of a model are. */
export interface AdditiveForm {
  /** Computes the cells from those of the inputs. */
  readonly program: Program;
  /** How many cells the program needs. */
  readonly size: number;
  readonly vocabulary: Vocabulary;
  /** The constant of each target. */
  readonly constants: readonly number[];
  readonly terms: readonly Term[];
}

/**
 * Finds the sums that the targets of a model are.
 *
 * @param file of a model that was loaded, so that its parts fit each other
 */
export function toAdditiveForm({ inputs, pipeline, regressor }: ModelFile): AdditiveForm {
  const builder = new ProgramBuilder(inputs.length, createStepCompiler(ALL_STEP_TYPES), () => 0, report);
  const first = inputs.map(
    (input, i): Column => ({
      ...computedColumn(i, [i]),
      kind: kindOf(input),
      raw: true,
      missing: input.missing,
    }),
  );
  const columns = builder.compileStep(pipeline, first, "/pipeline", builder)!;
  const predicted = compileRegressor(regressor, columns, "/regressor", builder);
  const terms = predicted.map(({ cell, inputs: own }, target): Term => {
    return { cell, inputs: own, weights: predicted.map((_, t) => +(t === target)) };
  });
  const program = builder.build();
  return { program, size: builder.size, vocabulary: builder.vocabulary, constants: predicted.map(() => 0), terms };
}

/** Loading a model has reported every problem of its file. */
function report(path: string): void {
  throw new Error(`${path} has a problem that loading did not report`);
}
