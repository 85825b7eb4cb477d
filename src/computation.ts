// A compiled model at work on one record: inputs are read into cells, the steps make the transformed row of them, the regressor the predictions.

import { InputError, type InputIssue } from "./errors.js";
import type { InputReader } from "./inputs/input-reader.js";
import type { Rows } from "./inputs/rows.js";
import type { Column } from "./program/column.js";
import type { Program } from "./program/program.js";

/** What a model is compiled to, with the memory that it works in: one call at a time uses it. */
export class Computation {
  readonly reader: InputReader;
  /** The transformed row, after `transform`. */
  readonly row: Float64Array;
  /** One per target, after `predict`. */
  readonly predictions: Float64Array;
  private readonly cells: Float64Array;
  private readonly steps: Program;
  private readonly rowCells: Int32Array;
  private readonly regressor: Program;
  private readonly predictionCells: Int32Array;

  constructor(
    reader: InputReader,
    cells: Float64Array,
    steps: Program,
    row: readonly Column[],
    regressor: Program,
    predictions: readonly Column[],
  ) {
    this.reader = reader;
    this.cells = cells;
    this.steps = steps;
    this.rowCells = Int32Array.from(row, ({ cell }) => cell);
    this.row = new Float64Array(row.length);
    this.regressor = regressor;
    this.predictionCells = Int32Array.from(predictions, ({ cell }) => cell);
    this.predictions = new Float64Array(predictions.length);
  }

  /**
   * Reads and transforms one row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  transform(rows: Rows, row: number): void {
    if (!this.reader.read(rows, row, this.cells) || !this.steps.run(this.cells))
      throw new InputError(this.findProblems(rows));
    copy(this.cells, this.rowCells, this.row);
  }

  /**
   * Reads, transforms and predicts one row.
   *
   * @throws InputError `INPUT_INVALID`, with every problem of all rows
   */
  predict(rows: Rows, row: number): void {
    this.transform(rows, row);
    if (!this.regressor.run(this.cells)) throw new InputError(this.findProblems(rows));
    copy(this.cells, this.predictionCells, this.predictions);
  }

  /** Every problem of every row: of its values first; where there is none, of what the steps and the regressor make of them. */
  findProblems(rows: Rows): InputIssue[] {
    const { reader, cells, steps, regressor } = this;
    const issues: InputIssue[] = [];
    for (let row = 0; row < rows.length; row++) {
      const problems = reader.findProblems(rows, row);
      if (problems.length === 0) {
        reader.read(rows, row, cells);
        const failures = steps.failures(cells);
        if (failures.length === 0) failures.push(...regressor.failures(cells));
        problems.push(...reader.describeFailures(failures, rows, row));
      }
      issues.push(...problems);
    }
    return issues;
  }
}

function copy(cells: Float64Array, from: Int32Array, to: Float64Array): void {
  for (let i = 0; i < from.length; i++) to[i] = cells[from[i]!]!;
}
