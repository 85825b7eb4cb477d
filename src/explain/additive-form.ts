// A model as the explainer computes it: each target is a sum of columns and kernel machines. The
// program of the steps computes the columns from the inputs.

import { kindOf } from "../inputs/inputs.js";
import type { ModelFile } from "../model-file/types.generated.js";
import { ALL_STEP_TYPES } from "../preprocessing/all-step-types.js";
import { createStepCompiler } from "../preprocessing/step.js";
import { type Column, computedColumn } from "../program/column.js";
import { type Program, ProgramBuilder } from "../program/program.js";
import type { Vocabulary } from "../program/vocabulary.js";
import { sumsOf, toQuantity } from "./regressor-sums.js";
import type { KernelMachine } from "./sum.js";

/** A column of the sums. */
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
  /** The kernel machines, with what they count for in each target. */
  readonly machines: readonly { readonly machine: KernelMachine; readonly weights: readonly number[] }[];
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
  const sums = sumsOf(regressor, columns.map(toQuantity), builder);
  const used = new Map(sums.flatMap((sum) => [...sum.columns.values()].map(([column]) => [column.cell, column])));
  const machines = new Set(sums.flatMap((sum) => [...sum.machines.keys()]));
  // A mix may have columns that are undefined although those of both its rows are not.
  builder.requirePresent([...used.values(), ...[...machines].flatMap((machine) => machine.columns)]);
  return {
    program: builder.build(),
    size: builder.size,
    vocabulary: builder.vocabulary,
    constants: sums.map(({ constant }) => constant),
    terms: [...used.values()].map(({ cell, inputs: own }) => ({
      cell,
      inputs: own,
      weights: sums.map((sum) => sum.columns.get(cell)?.[1] ?? 0),
    })),
    machines: [...machines].map((machine) => ({
      machine,
      weights: sums.map((sum) => sum.machines.get(machine) ?? 0),
    })),
  };
}

/** Loading a model has reported every problem of its file. */
function report(path: string): void {
  throw new Error(`${path} has a problem that loading did not report`);
}
