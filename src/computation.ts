// A compiled model at work: inputs are read into cells, the steps make the transformed row of them, the regressor the predictions.

import { InputError, type InputIssue } from "./errors.js";
import { describeRejection } from "./inputs/input-problem.js";
import type { InputReader } from "./inputs/input-reader.js";
import type { Rows } from "./inputs/rows.js";
import type { Column } from "./program/column.js";
import type { Program } from "./program/program.js";
import { CHUNK, type Evaluator } from "./svm/svr.js";

/** What a model is compiled to, and the cells that it works in. */
export interface Compiled {
  readonly reader: InputReader;
  readonly cells: Float64Array;
  readonly steps: Program;
  /** The columns of the transformed row. */
  readonly row: readonly Column[];
  readonly regressor: Program;
  /** One per target. */
  readonly predicted: readonly Column[];
  /** The regressor, where it is nothing but one evaluator of the transformed row. */
  readonly sole: Evaluator | undefined;
  /** The cell that is NaN for rows that were not made of inputs. */
  readonly origin: number;
}

/** The memory that a model works in: one call at a time uses it. */
export class Computation {
  readonly reader: InputReader;
  /** The transformed row, after `transform`. */
  readonly row: Float64Array;
  /** One per target, after `predict`. */
  readonly predictions: Float64Array;
  private readonly compiled: Compiled;
  /** What becomes of a block of rows. */
  private readonly results: Float64Array = new Float64Array(CHUNK);
  private isTransformed = true;
  /** Runs the steps, if they did not run for this row. */
  private readonly ensureTransformed: () => void;

  constructor(compiled: Compiled) {
    const { reader, steps, cells, row, predicted } = compiled;
    this.compiled = compiled;
    this.reader = reader;
    this.row = new Float64Array(row.length);
    this.predictions = new Float64Array(predicted.length);
    this.ensureTransformed = () => {
      if (!this.isTransformed) steps.run(cells);
      this.isTransformed = true;
    };
  }

  /**
   * Reads and transforms one row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  transform(rows: Rows, row: number): void {
    this.read(rows, row);
    this.gather(this.compiled.row, this.row);
  }

  /**
   * Reads, transforms and predicts one row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  predict(rows: Rows, row: number): void {
    const { regressor, cells, predicted } = this.compiled;
    this.transform(rows, row);
    if (!regressor.run(cells)) this.fail(rows);
    this.gather(predicted, this.predictions);
  }

  /**
   * Predicts every row of a model of one target; `output[i]` is what `predict` gives for row i, to the bit.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  predictAll(rows: Rows, output: Float64Array | number[]): void {
    const { sole, steps } = this.compiled;
    // An evaluator that has seen the inputs before does without the steps; not if these check what they compute.
    const mayWait = sole && steps.checks.length === 0;
    const load = (row: number): void => (mayWait ? this.readInputs(rows, row) : this.read(rows, row));
    if (this.predictChunks(rows.length, load, output) !== undefined) this.fail(rows);
  }

  /**
   * Predicts rows that are transformed already, of a model of one target.
   *
   * @param value of a row and a transformed column
   * @throws InputError `INPUT_INVALID` for what is not finite, or makes the prediction so
   */
  predictTransformed(rowCount: number, value: (row: number, column: number) => number, output: Float64Array): void {
    const { cells, row: columns, origin } = this.compiled;
    cells[origin] = NaN;
    this.isTransformed = true;
    const refuse = (row: number): never => {
      const expected = "finite numbers";
      throw new InputError([describeRejection("NOT_FINITE", `row ${row}: `, row, undefined, expected, "others")]);
    };
    const load = (row: number): void => {
      for (let c = 0; c < columns.length; c++) {
        const number = value(row, c);
        if (!Number.isFinite(number)) refuse(row);
        cells[columns[c]!.cell] = number;
      }
    };
    const failed = this.predictChunks(rowCount, load, output);
    if (failed !== undefined) refuse(failed);
  }

  /** Every problem of every row: of its values first; where there is none, of what the steps and the regressor make of them. */
  findProblems(rows: Rows): InputIssue[] {
    const { reader, cells, steps, regressor } = this.compiled;
    const issues: InputIssue[] = [];
    for (let row = 0; row < rows.length; row++) {
      const problems = reader.findProblems(rows, row);
      if (problems.length === 0) {
        reader.read(rows, row, cells);
        const failures = steps.failures(cells);
        if (failures.length === 0) failures.push(...regressor.failures(cells));
        problems.push(...reader.describeFailures(failures, rows, row));
      }
      for (const problem of problems) issues.push(problem);
    }
    return issues;
  }

  /**
   * Predicts rows, a block at a time.
   *
   * @param load makes the cells those of a row
   * @returns the first row of which the prediction is not finite; undefined if there is none
   */
  private predictChunks(
    rowCount: number,
    load: (row: number) => void,
    output: Float64Array | number[],
  ): number | undefined {
    const { results, ensureTransformed } = this;
    const { sole, cells, regressor, predicted } = this.compiled;
    for (let start = 0; start < rowCount; start += CHUNK) {
      const count = Math.min(CHUNK, rowCount - start);
      for (let i = 0; i < count; i++) {
        load(start + i);
        if (sole) sole.load(cells, i, ensureTransformed);
        else results[i] = regressor.run(cells) ? cells[predicted[0]!.cell]! : NaN;
      }
      sole?.predict(count, results);
      for (let i = 0; i < count; i++) {
        if (!Number.isFinite(results[i])) return start + i;
        output[start + i] = results[i]!;
      }
    }
    return undefined;
  }

  /** Reads one row and runs the steps. */
  private read(rows: Rows, row: number): void {
    const { steps, cells } = this.compiled;
    this.readInputs(rows, row);
    if (!steps.run(cells)) this.fail(rows);
    this.isTransformed = true;
  }

  private readInputs(rows: Rows, row: number): void {
    const { cells, origin } = this.compiled;
    if (!this.reader.read(rows, row, cells)) this.fail(rows);
    cells[origin] = 0;
    this.isTransformed = false;
  }

  private fail(rows: Rows): never {
    throw new InputError(this.findProblems(rows));
  }

  private gather(columns: readonly Column[], to: Float64Array): void {
    const { cells } = this.compiled;
    for (let i = 0; i < to.length; i++) to[i] = cells[columns[i]!.cell]!;
  }
}
