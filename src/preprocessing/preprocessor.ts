// The steps in front of the regressor, compiled: a row of input cells → the row that the regressor reads.

import type { Report } from "../artifact/report.js";
import type { Step } from "../artifact/types.generated.js";
import type { Column } from "./column.js";
import { compileStep } from "./compose.js";
import { type Encoding, type Instruction, ProgramBuilder } from "./program.js";
import type { Vocabulary } from "./vocabulary.js";

/** A compiled pipeline, with the cells it works on: one record at a time. */
export class Preprocessor {
  /** One per input at first, then whatever the steps write. The caller fills the inputs' cells, with NaN where a value is missing. */
  readonly cells: Float64Array;
  /** The transformed row, after `run`. */
  readonly row: Float64Array;
  /** What the encoders know of the inputs. */
  readonly encodings: readonly Encoding[];
  /** Inputs that must not be missing. */
  readonly required: ReadonlySet<number>;
  /** The input that each transformed column comes from. */
  readonly sources: readonly number[];
  private readonly instructions: readonly Instruction[];
  private readonly outputCells: Int32Array;

  constructor(program: ProgramBuilder, outputs: readonly Column[]) {
    this.cells = new Float64Array(program.size);
    this.row = new Float64Array(outputs.length);
    this.encodings = program.encodings;
    this.required = program.required;
    this.sources = outputs.map(({ input }) => input);
    this.instructions = program.instructions;
    this.outputCells = Int32Array.from(outputs, ({ cell }) => cell);
  }

  /** Transforms the record in `cells` into `row`. */
  run(): void {
    const { cells, row, instructions, outputCells } = this;
    for (let i = 0; i < instructions.length; i++) instructions[i]!.run(cells);
    for (let i = 0; i < outputCells.length; i++) row[i] = cells[outputCells[i]!]!;
  }
}

/**
 * Compiles the steps.
 *
 * @param kinds what each input holds
 * @returns undefined if a problem was reported
 */
export function compilePreprocessor(
  pipeline: Step,
  kinds: readonly Column["kind"][],
  vocabulary: Vocabulary,
  report: Report,
): Preprocessor | undefined {
  const program = new ProgramBuilder(kinds.length, vocabulary, report);
  const inputs = kinds.map((kind, i): Column => ({ cell: i, input: i, kind, raw: true, fill: undefined }));
  const outputs = compileStep(pipeline, inputs, "/pipeline", program);
  if (!outputs) return undefined;
  outputs.forEach(({ input, kind, fill }, i) => {
    if (kind === "string") report("/pipeline", `hands column ${i}, which holds strings, to the regressor`);
    if (fill === undefined) program.required.add(input);
  });
  return new Preprocessor(program, outputs);
}
