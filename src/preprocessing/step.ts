// How a step of the tree is compiled: by the compiler of its type.

import type { Step } from "../model-file/types.generated.js";
import type { Column } from "../program/column.js";
import type { CompileStep, ProgramBuilder } from "../program/program.js";

/**
 * What scikit-learn requires of the columns that a step reads. Reports columns that can never meet
 * it.
 */
export type Requirement = (columns: readonly Column[], path: string, program: ProgramBuilder) => void;

/** How steps of one type are compiled. */
export interface StepCompiler<S extends Step> {
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
  /**
   * Whether the step may transform a target, so that predictions go through its
   * `inverse_transform`.
   */
  readonly invertible?: boolean;
}

/** Keys of lists with one item per column, in whatever step has them. */
const PER_COLUMN = [
  "statistics",
  "categories",
  "positions",
  "unknown",
  "codes",
  "encoded_missing_value",
  "lambdas",
  "quantiles",
  "bin_edges",
  "knots",
];

/** The compilers of a program, by type. A program may lack types that its model has no step of. */
export type StepTypes = { readonly [type in Step["type"]]?: StepCompiler<Extract<Step, { type: type }>> };

/** Returns the function that compiles steps of the given types. Reports a step of another type. */
export function createStepCompiler(types: StepTypes): CompileStep {
  return (step, columns, path, program, inverse = false) => {
    const { problems } = program;
    program.claim(columns.length + JSON.stringify(step).length / 64, path);
    const compiler = types[step.type] as StepCompiler<Step> | undefined;
    if (!compiler || (inverse && !compiler.invertible))
      program.report(`${path}/type`, `a step with ${compiler ? "an inverse" : "a compiler"}`, `"${step.type}"`);
    if (!compiler) return undefined;
    const { compile, requires } = compiler;
    requires(columns, path, program);
    const lists = step as unknown as Readonly<Record<string, readonly unknown[] | undefined>>;
    for (const key of PER_COLUMN) {
      const list = lists[key];
      if (list) program.fits(list, columns, `${path}/${key}`);
    }
    if (program.problems > problems) return undefined;
    const written = compile(step, columns, path, program, inverse);
    return program.problems > problems ? undefined : written;
  };
}
