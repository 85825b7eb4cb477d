// The program that the trees of steps and regressors compile to: a list of instructions over one
// row of cells. Each instruction writes cells that none wrote before. So the order in which the
// trees are walked is the order in which the instructions run.

import { hasLength, type Report } from "../model-file/report.js";
import type { Step } from "../model-file/types.generated.js";
import type { Evaluator } from "../svm/svr.js";
import type { Claim } from "./budget.js";
import type { Categories } from "./categories.js";
import type { Column } from "./column.js";
import { Vocabulary } from "./vocabulary.js";

/**
 * Reads cells and writes others. NaN is a missing value. Runs for every record: allocates nothing.
 *
 * @param end of a trial: 1 or −1. An encoder then writes its largest number with this sign,
 * whatever it reads
 */
export type Instruction = (cells: Float64Array, end?: number) => void;

/** What an encoder knows of an input that it reads unchanged. */
export interface Encoding {
  readonly input: number;
  readonly known: Categories;
  /** Whether it rejects other values. */
  readonly strict: boolean;
}

/** A condition on a cell that can be decided only once a record has run. */
export interface RuntimeCheck {
  readonly cell: number;
  readonly inputs: readonly number[];
  accepts(value: number): boolean;
  readonly code: "NOT_FINITE" | "UNKNOWN_CATEGORY";
  /** What the values of the inputs should have been, to follow their names in a message. */
  readonly expected: string;
}

/**
 * A cell that grows with its one input, so that the largest value of the input can be found at
 * load.
 */
export interface BoundedCell {
  readonly cell: number;
  readonly input: number;
}

/** A compiled program. */
export interface Program {
  readonly runtimeChecks: readonly RuntimeCheck[];
  readonly bounded: readonly BoundedCell[];
  /**
   * Runs the instructions. Returns whether every runtime check holds.
   *
   * @param end as for an instruction
   */
  run(cells: Float64Array, end?: number): boolean;
  /** Runs the instructions. Returns the runtime checks that do not hold. */
  failures(cells: Float64Array): RuntimeCheck[];
}

/** Returns the instruction that runs several in their order. */
function inOrder(instructions: readonly Instruction[]): Instruction {
  return (cells, end) => {
    for (let i = 0; i < instructions.length; i++) instructions[i]!(cells, end);
  };
}

function createProgram(
  runAll: Instruction,
  runtimeChecks: readonly RuntimeCheck[],
  bounded: readonly BoundedCell[],
): Program {
  const run: Program["run"] = (cells, end) => {
    runAll(cells, end);
    for (let i = 0; i < runtimeChecks.length; i++) {
      const check = runtimeChecks[i]!;
      if (!check.accepts(cells[check.cell]!)) return false;
    }
    return true;
  };
  const failures = (cells: Float64Array): RuntimeCheck[] => {
    run(cells);
    return runtimeChecks.filter(({ cell, accepts }) => !accepts(cells[cell]!));
  };
  return { runtimeChecks, bounded, run, failures };
}

/** The runtime check of a cell that a step may make infinite or undefined. */
const DEFINED = { code: "NOT_FINITE", expected: "for which every step gives a finite number" } as const;
const isNotInfinite = (value: number): boolean => value - value === 0 || value !== value;
const isNotNaN = (value: number): boolean => value === value;

/**
 * Adds a step to a program.
 *
 * @param columns what the step reads
 * @param path of the step in the model file
 * @param inverse whether to add its `inverse_transform`. Default: false
 * @returns the columns that it writes, undefined if a problem was reported
 */
export type CompileStep = (
  step: Step,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
  inverse?: boolean,
) => readonly Column[] | undefined;

/** Collects what compiling the steps and the regressor finds out. */
export class ProgramBuilder {
  readonly claim: Claim;
  readonly compileStep: CompileStep;
  readonly encodings: Encoding[] = [];
  /** The evaluators of SVRs and linear models in the order of compilation, and their plans. */
  readonly evaluators: { readonly evaluator: Evaluator; readonly plan: string }[] = [];
  /** Inputs that must not be missing, because a step that rejects missing values reads them. */
  readonly required: Set<number> = new Set();
  readonly vocabulary: Vocabulary = new Vocabulary();
  /** The runtime checks since the last call of `build`. */
  readonly runtimeChecks: RuntimeCheck[] = [];
  /**
   * A list for each KNNImputer: the inputs of the last row that it has imputed from some of several
   * rows at the same distance.
   */
  readonly ties: (readonly number[])[] = [];
  /** The cell that is 0 for rows of inputs, and NaN for rows that are given transformed. */
  readonly origin: number;
  /**
   * Reports a problem of the model file. The step that does so may return anything, because nothing
   * is compiled after it.
   */
  readonly report: Report;
  /** How many problems were reported so far. */
  problems = 0;
  /** Cells in use so far. */
  size: number;
  private readonly instructions: Instruction[] = [];
  /** The cells that each instruction reads. */
  private readonly reads: ArrayLike<number>[] = [];
  /** The instruction that writes a cell. */
  private readonly writers: number[] = [];
  /** How many instructions belong to programs that were built. */
  private built = 0;
  private readonly bounded: BoundedCell[] = [];
  /** Cells that are known to be not infinite, or have a runtime check for it. */
  private readonly requiredFinite: Set<number> = new Set();

  /**
   * @param inputCount the first cells hold the inputs, in their order
   * @param compileStep compiles the steps that the program may have
   */
  constructor(inputCount: number, compileStep: CompileStep, claim: Claim, report: Report) {
    this.claim = claim;
    this.compileStep = compileStep;
    this.origin = inputCount;
    this.size = inputCount + 1;
    this.report = (...problem) => {
      this.problems++;
      report(...problem);
    };
  }

  /** Tells whether a list holds one item per column. Reports it otherwise. */
  fits(list: readonly unknown[], columns: readonly Column[], path: string): boolean {
    return hasLength(list, columns.length, "one per column", path, this.report);
  }

  /** Tells whether every column holds numbers. Reports the first that does not. */
  areNumbers(columns: readonly Column[], path: string): boolean {
    const text = columns.findIndex(({ kind }) => kind === "string");
    if (text !== -1) this.report(path, "columns of numbers", `strings in column ${text}`);
    return text === -1;
  }

  /** Reports the first value that is not of the column's kind, unless it is null. */
  areOfKind(values: readonly unknown[], { kind }: Column, path: string): void {
    const other = values.find((value) => value !== null && typeof value !== kind);
    if (other !== undefined) this.report(path, `a ${kind}, as in the column`, `a ${typeof other}`);
  }

  /** Returns the inputs of several columns, each once. */
  inputsOf(columns: readonly Column[]): readonly number[] {
    // Most columns share their list with others.
    const inputs = [...new Set(columns.map(({ inputs }) => inputs))].flat();
    this.claim(inputs.length / 8);
    return [...new Set(inputs)];
  }

  /** Reserves `count` cells. Returns the first. */
  allocate(count: number): number {
    this.size += count;
    return this.size - count;
  }

  /**
   * Adds an instruction.
   *
   * @param reads cells
   * @param start writes the cells that were allocated from this one on
   */
  add(reads: ArrayLike<number>, start: number, instruction: Instruction): void {
    this.claim(8 + reads.length + 8 * (this.size - start));
    this.writers.length = this.size;
    this.writers.fill(this.instructions.length, start);
    this.instructions.push(instruction);
    this.reads.push(reads);
  }

  /** Returns an instruction that computes these cells from the inputs, and others where it must. */
  computing(cells: readonly number[]): Instruction {
    const needed = new Set(cells.map((cell) => this.writers[cell]));
    // From the last to the first, because each reads what earlier ones wrote.
    for (let i = this.instructions.length - 1; i >= 0; i--)
      if (needed.has(i)) for (const cell of Array.from(this.reads[i]!)) needed.add(this.writers[cell]);
    return inOrder(this.instructions.filter((_, i) => needed.has(i)));
  }

  /** Requires that no column is infinite. Every step of scikit-learn does so of what it reads. */
  requireFinite(columns: readonly Column[]): void {
    for (const { cell, inputs, kind, raw, partial } of columns) {
      if (raw || kind === "string" || this.requiredFinite.has(cell)) continue;
      this.requiredFinite.add(cell);
      if (!partial && inputs.length === 1) this.bounded.push({ cell, input: inputs[0]! });
      else this.runtimeChecks.push({ cell, inputs, accepts: isNotInfinite, ...DEFINED });
    }
  }

  /** Requires that no column is infinite or missing. */
  requirePresent(columns: readonly Column[]): void {
    this.requireFinite(columns);
    for (const { cell, inputs, missing, partial } of columns) {
      if (missing) for (const input of inputs) this.required.add(input);
      if (partial) this.runtimeChecks.push({ cell, inputs, accepts: isNotNaN, ...DEFINED });
    }
  }

  /** Returns the program of what was added since the last call. */
  build(): Program {
    const instructions = this.instructions.slice(this.built);
    this.built = this.instructions.length;
    return createProgram(inOrder(instructions), this.runtimeChecks.splice(0), this.bounded.splice(0));
  }
}
