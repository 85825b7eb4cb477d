// The flat program that the tree of steps compiles to: instructions in order over one row of cells. Each writes cells that none wrote before,
// so the order in which the tree is walked is the order in which they run.

import { hasLength, type Report } from "../model-file/report.js";
import type { Evaluator } from "../svm/svr.js";
import type { Categories } from "./categories.js";
import type { Column } from "./column.js";
import { Vocabulary } from "./vocabulary.js";

/** Reads cells and writes others. NaN is a missing value. Runs once per record: allocates nothing. */
export type Instruction = (cells: Float64Array) => void;

/** An encoder's view of one input: which values it knows, and whether it refuses others. */
export interface Encoding {
  readonly input: number;
  readonly known: Categories;
  readonly strict: boolean;
}

/** Something about a cell that only the finished run of a record shows. */
export interface RuntimeCheck {
  readonly cell: number;
  readonly inputs: readonly number[];
  accepts(value: number): boolean;
  readonly code: "NOT_FINITE" | "UNKNOWN_CATEGORY";
  /** What the cell's inputs should have been: the end of a sentence about them. */
  readonly expected: string;
}

/** A cell that one input alone decides, so that how large the input may be can be found at load. */
export interface BoundedCell {
  readonly cell: number;
  readonly input: number;
}

/** Compiled steps. */
export interface Program {
  readonly checks: readonly RuntimeCheck[];
  readonly bounded: readonly BoundedCell[];
  /** Runs the instructions; whether every check holds. */
  run(cells: Float64Array): boolean;
  /** Runs the instructions; the checks that do not hold. */
  failures(cells: Float64Array): RuntimeCheck[];
}

function createProgram(
  instructions: readonly Instruction[],
  checks: readonly RuntimeCheck[],
  bounded: readonly BoundedCell[],
): Program {
  const run = (cells: Float64Array): boolean => {
    for (let i = 0; i < instructions.length; i++) instructions[i]!(cells);
    for (let i = 0; i < checks.length; i++) if (!checks[i]!.accepts(cells[checks[i]!.cell]!)) return false;
    return true;
  };
  const failures = (cells: Float64Array): RuntimeCheck[] => {
    run(cells);
    return checks.filter(({ cell, accepts }) => !accepts(cells[cell]!));
  };
  return { checks, bounded, run, failures };
}

/** Of a cell that a step may make infinite, or undefined. */
const DEFINED = { code: "NOT_FINITE", expected: "for which every step gives a finite number" } as const;
const isNotInfinite = (value: number): boolean => value - value === 0 || value !== value;
const isNotNaN = (value: number): boolean => value === value;

/** What compiling the steps adds up to. */
export class ProgramBuilder {
  readonly encodings: Encoding[] = [];
  /** The regressors that read columns, in the order in which they were compiled, and how each is evaluated. */
  readonly evaluators: { readonly evaluator: Evaluator; readonly plan: string }[] = [];
  /** Inputs that must not be missing, because a step that refuses missing values reads a column that nothing imputed. */
  readonly required: Set<number> = new Set();
  readonly vocabulary: Vocabulary = new Vocabulary();
  /** The cell that is 0 where the others are computed from the inputs, and NaN where a row was given without its inputs. */
  readonly origin: number;
  /** Reports a problem of the model file. The step that does so may return anything: nothing is compiled after it. */
  readonly report: Report;
  /** How many problems were reported so far. */
  problems = 0;
  /** Cells in use so far. */
  size: number;
  private readonly instructions: Instruction[] = [];
  private readonly checks: RuntimeCheck[] = [];
  private readonly bounded: BoundedCell[] = [];
  /** Cells that are checked already. */
  private readonly requiredFinite: Set<number> = new Set();

  /** @param inputCount the first cells hold the inputs, in their order */
  constructor(inputCount: number, report: Report) {
    this.origin = inputCount;
    this.size = inputCount + 1;
    this.report = (path, message) => {
      this.problems++;
      report(path, message);
    };
  }

  /** Whether the list holds one item per column; refuses it otherwise. */
  fits(list: readonly unknown[], columns: readonly Column[], path: string): boolean {
    return hasLength(list, columns.length, "items, one per column", path, this.report);
  }

  /** Whether every column holds numbers; refuses the first that does not. */
  areNumbers(columns: readonly Column[], path: string): boolean {
    const text = columns.findIndex(({ kind }) => kind === "string");
    if (text !== -1) this.report(path, `computes with column ${text}, which holds strings`);
    return text === -1;
  }

  /** Takes `count` new cells; returns the first. */
  allocate(count: number): number {
    this.size += count;
    return this.size - count;
  }

  add(instruction: Instruction): void {
    this.instructions.push(instruction);
  }

  addRuntimeCheck(check: RuntimeCheck): void {
    this.checks.push(check);
  }

  /** Notes that a step reads the columns, none of which may be infinite then: every step of scikit-learn refuses that. */
  requireFinite(columns: readonly Column[]): void {
    for (const { cell, inputs, kind, raw, partial } of columns) {
      if (raw || kind === "string" || this.requiredFinite.has(cell)) continue;
      this.requiredFinite.add(cell);
      const [input, ...others] = inputs;
      if (!partial && others.length === 0) this.bounded.push({ cell, input: input! });
      else this.addRuntimeCheck({ cell, inputs, accepts: isNotInfinite, ...DEFINED });
    }
  }

  /** Notes that a step which refuses missing values, too, reads the columns. */
  requirePresent(columns: readonly Column[]): void {
    this.requireFinite(columns);
    for (const { cell, inputs, missing, partial } of columns) {
      if (missing) for (const input of inputs) this.required.add(input);
      if (partial) this.addRuntimeCheck({ cell, inputs, accepts: isNotNaN, ...DEFINED });
    }
  }

  /** What was added since the last call. */
  build(): Program {
    return createProgram(this.instructions.splice(0), this.checks.splice(0), this.bounded.splice(0));
  }
}
