// The computation of a compiled model: inputs are read into cells, the steps compute the
// transformed row from them, and the regressor computes the predictions from that.

import { InputError, type InputIssue } from "./errors.js";
import { describeRejection, type InputWarning } from "./inputs/input-problem.js";
import type { InputReader } from "./inputs/input-reader.js";
import type { Rows } from "./inputs/rows.js";
import type { Column } from "./program/column.js";
import type { Program } from "./program/program.js";
import { CHUNK, type Evaluator } from "./svm/svr.js";

/** A compiled model, and the cells that it works in. */
export interface Compiled {
  readonly reader: InputReader;
  readonly cells: Float64Array;
  readonly steps: Program;
  /** The columns of the transformed row. */
  readonly row: readonly Column[];
  readonly regressor: Program;
  /** One per target. */
  readonly predicted: readonly Column[];
  /** The evaluator, if the regressor is nothing else. */
  readonly sole: Evaluator | undefined;
  /** The cell that is 0 for rows of inputs, and NaN for rows that are given transformed. */
  readonly origin: number;
  /** Predictions are clipped to these. */
  readonly min: number;
  readonly max: number;
}

/** Receives the predictions: for each target a list with a number per row. */
export type Outputs = readonly (Float64Array | number[])[];

/** Computes with scratch arrays of its own, so calls must not overlap. */
export class Computation {
  readonly reader: InputReader;
  /** The transformed row, after `transform`. */
  readonly row: Float64Array;
  /** One per target, after `predict`. */
  readonly predictions: Float64Array;
  private readonly compiled: Compiled;
  /** The predictions of a chunk, and the rows that they belong to. */
  private readonly results: Float64Array = new Float64Array(CHUNK);
  private readonly loaded: Int32Array = new Int32Array(CHUNK);
  /** Cells for each row of a chunk, as far as there were so many rows. */
  private readonly chunk: Float64Array[];
  /** The cells of the row at work. */
  private cells: Float64Array;
  /**
   * Whether the steps run before the evaluator. They may wait for it where they have no runtime
   * checks: with these inputs in its caches it needs no steps.
   */
  private readonly runsSteps: boolean;
  constructor(compiled: Compiled) {
    const { reader, cells, row, predicted, sole, steps } = compiled;
    this.compiled = compiled;
    this.chunk = [cells];
    this.cells = cells;
    this.reader = reader;
    this.row = new Float64Array(row.length);
    this.predictions = new Float64Array(predicted.length);
    this.runsSteps = sole === undefined || steps.runtimeChecks.length > 0;
  }

  /**
   * Reads and transforms one row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  transform(rows: Rows, row: number): void {
    if (!this.readInputs(rows, row) || !this.compiled.steps.run(this.cells)) this.fail(rows);
    this.gather(this.compiled.row, this.row);
  }

  /**
   * Reads, transforms and predicts one row, without clipping.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  predict(rows: Rows, row: number): void {
    const { regressor, predicted } = this.compiled;
    this.transform(rows, row);
    if (!regressor.run(this.cells)) this.fail(rows);
    this.gather(predicted, this.predictions);
  }

  /**
   * Predicts the first row without lists, if the regressor is one evaluator.
   *
   * @returns undefined if `predictAll` must predict the row, or say why it cannot
   */
  predictFirst(rows: Rows): number | undefined {
    const { sole } = this.compiled;
    if (!sole || !this.load(rows, 0)) return undefined;
    sole.load(this.cells, 0, this.runsSteps);
    sole.predict(1, this.results);
    const prediction = this.results[0]!;
    return Number.isFinite(prediction) ? this.clip(prediction) : undefined;
  }

  /**
   * Predicts every row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  predictAll(rows: Rows, outputs: Outputs): void {
    this.predictRows(
      rows.length,
      (row) => this.load(rows, row),
      this.runsSteps,
      outputs,
      () => this.fail(rows),
    );
  }

  /**
   * Predicts every row that can be predicted, and leaves the others out of `outputs`.
   *
   * @param doubtful receives the rows whose inputs deserve a warning
   * @returns every problem of the others, in the order of the rows
   */
  tryPredictAll(rows: Rows, outputs: Outputs, doubtful?: number[]): InputIssue[] {
    const rejected: number[] = [];
    this.predictRows(
      rows.length,
      (row) => this.load(rows, row, doubtful),
      this.runsSteps,
      outputs,
      (row) => rejected.push(row),
    );
    return rejected.sort((a, b) => a - b).flatMap((row) => this.findRowProblems(rows, row));
  }

  /**
   * Predicts rows that are transformed already.
   *
   * @param value returns a feature of a row
   * @throws InputError `INPUT_INVALID` for numbers that are not finite, or whose prediction is not
   */
  predictTransformed(rowCount: number, value: (row: number, column: number) => number, outputs: Outputs): void {
    const { row: columns, origin } = this.compiled;
    const load = (row: number): boolean => {
      const { cells } = this;
      cells[origin] = NaN;
      for (let c = 0; c < columns.length; c++) {
        const number = value(row, c);
        if (!Number.isFinite(number)) return false;
        cells[columns[c]!.cell] = number;
      }
      return true;
    };
    this.predictRows(rowCount, load, true, outputs, (row) => {
      const expected = "finite numbers";
      throw new InputError([
        describeRejection("NOT_FINITE", `row ${row}: `, row, undefined, expected, "other numbers"),
      ]);
    });
  }

  /** Finds what makes the prediction of an accepted row doubtful. */
  listWarnings(rows: Rows, row: number): InputWarning[] {
    // The reader knows the ties of the last row only.
    if (this.reader.ties.length > 0) this.predict(rows, row);
    return this.reader.listWarnings(rows, row);
  }

  /** Finds every problem of every row. */
  findProblems(rows: Rows): InputIssue[] {
    const issues: InputIssue[] = [];
    for (let row = 0; row < rows.length; row++) issues.push(...this.findRowProblems(rows, row));
    return issues;
  }

  /**
   * Finds every problem of a row: of its values, or else of what the steps and the regressor
   * compute from them.
   */
  findRowProblems(rows: Rows, row: number): InputIssue[] {
    const { cells, reader } = this;
    const { steps, regressor } = this.compiled;
    const problems = reader.findProblems(rows, row);
    if (problems.length > 0) return problems;
    reader.read(rows, row, cells);
    const failures = steps.failures(cells);
    if (failures.length === 0) failures.push(...regressor.failures(cells));
    return reader.describeFailures(failures, rows, row);
  }

  /**
   * Predicts rows, a chunk at a time where the regressor is one evaluator.
   *
   * @param load writes the cells of a row. Returns whether the row is accepted
   * @param isTransformed whether they hold the transformed row then
   * @param reject is called for each row that is not accepted, or whose prediction is not finite
   */
  private predictRows(
    rowCount: number,
    load: (row: number) => boolean,
    isTransformed: boolean,
    outputs: Outputs,
    reject: (row: number) => void,
  ): void {
    const { results, loaded, chunk } = this;
    const { sole, regressor, predicted } = this.compiled;
    if (!sole) {
      const { cells } = this;
      for (let row = 0; row < rowCount; row++) {
        if (!load(row) || !regressor.run(cells)) reject(row);
        else for (let t = 0; t < predicted.length; t++) outputs[t]![row] = this.clip(cells[predicted[t]!.cell]!);
      }
      return;
    }
    const output = outputs[0]!;
    for (let start = 0; start < rowCount; start += CHUNK) {
      const end = Math.min(rowCount, start + CHUNK);
      let count = 0;
      // All rows are read first, because loads from memory then overlap.
      for (let row = start; row < end; row++) {
        this.cells = chunk[count] ??= new Float64Array(this.cells.length);
        if (load(row)) loaded[count++] = row;
        else reject(row);
      }
      for (let i = 0; i < count; i++) sole.load(chunk[i]!, i, isTransformed);
      sole.predict(count, results);
      for (let i = 0; i < count; i++) {
        if (Number.isFinite(results[i])) output[loaded[i]!] = this.clip(results[i]!);
        else reject(loaded[i]!);
      }
    }
  }

  /**
   * Writes the cells of a row, as far as the regressor needs them. Returns whether the row is
   * accepted.
   */
  private load(rows: Rows, row: number, doubtful?: number[]): boolean {
    return this.readInputs(rows, row, doubtful) && (!this.runsSteps || this.compiled.steps.run(this.cells));
  }

  /** Reads one row. Returns whether its values are accepted. */
  private readInputs(rows: Rows, row: number, doubtful?: number[]): boolean {
    const { cells, reader } = this;
    if (!reader.read(rows, row, cells)) return false;
    if (doubtful && reader.isDoubtful(cells)) doubtful.push(row);
    cells[this.compiled.origin] = 0;
    return true;
  }

  private clip(prediction: number): number {
    const { min, max } = this.compiled;
    return Math.max(min, Math.min(max, prediction));
  }

  private fail(rows: Rows): never {
    throw new InputError(this.findProblems(rows));
  }

  private gather(columns: readonly Column[], to: Float64Array): void {
    const { cells } = this;
    for (let i = 0; i < to.length; i++) to[i] = cells[columns[i]!.cell]!;
  }
}
