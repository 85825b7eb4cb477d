// The flat program that the tree of steps compiles to: instructions in order over one row of cells. Each writes cells that none wrote before,
// so the order in which the tree is walked is the order in which they run.

import type { Report } from "../artifact/report.js";
import type { Categories } from "./categories.js";
import type { Vocabulary } from "./vocabulary.js";

/** Reads cells and writes others. NaN is a missing value. Runs once per record: allocates nothing. */
export interface Instruction {
  run(cells: Float64Array): void;
}

/** An encoder's view of one input: which values it knows, and what becomes of others. */
export interface Encoding {
  readonly input: number;
  readonly known: Categories;
  readonly handleUnknown: "error" | "ignore";
}

/** What compiling the steps adds up to. */
export class ProgramBuilder {
  readonly instructions: Instruction[] = [];
  readonly encodings: Encoding[] = [];
  /** Inputs that must not be missing, because an encoder or the regressor reads a column that nothing imputed. */
  readonly required: Set<number> = new Set();
  readonly vocabulary: Vocabulary;
  readonly report: Report;
  private cellCount: number;

  /** @param inputCount the first cells hold the inputs, in their order */
  constructor(inputCount: number, vocabulary: Vocabulary, report: Report) {
    this.cellCount = inputCount;
    this.vocabulary = vocabulary;
    this.report = report;
  }

  /** Cells in use so far. */
  get size(): number {
    return this.cellCount;
  }

  /** Takes `count` new cells; returns the first. */
  allocate(count: number): number {
    const first = this.cellCount;
    this.cellCount += count;
    return first;
  }
}
