// The steps at work on mixes: rows that have some inputs of the record and the others of a row of
// the background.

import type { Program } from "../program/program.js";
import { ExplainError } from "./explain-error.js";

/** Computes the cells of a program from those of the inputs. */
export class Mixer {
  /** All cells, after `run`. */
  readonly cells: Float64Array;
  private readonly program: Program;

  /** @param size how many cells the program needs */
  constructor(program: Program, size: number) {
    this.program = program;
    this.cells = new Float64Array(size);
  }

  /**
   * Computes the cells.
   *
   * @param row a cell per input
   * @throws ExplainError `MIX_REJECTED`
   */
  run(row: Float64Array): void {
    this.cells.set(row);
    if (this.program.run(this.cells)) return;
    throw new ExplainError(
      "MIX_REJECTED",
      "The prediction cannot be explained: expected a model that predicts every mix of the record and a row of the " +
        "background, got one that it rejects. Leave rows out of the background, or let the pipeline accept such rows.",
    );
  }
}
