// OneHotEncoder: a column per category, 1 in the column of the value's category. Mirrors sklearn.preprocessing.OneHotEncoder.transform:
// numbers are compared as numbers (1 is 1.0, 1.5 is unknown), strings by code point; an unknown value and a dropped category are all zeros.

import type { OneHotEncoderStep } from "../artifact/types.generated.js";
import { Categories } from "./categories.js";
import type { Column } from "./column.js";
import type { Instruction, ProgramBuilder } from "./program.js";

/** The cell that a category sets, for one column. */
interface Block {
  readonly from: number;
  /** Absent: the category was dropped, or is unknown. */
  readonly hotCells: ReadonlyMap<number, number>;
}

class EncodeOneHot implements Instruction {
  private readonly blocks: readonly Block[];
  private readonly start: number;
  private readonly end: number;

  constructor(blocks: readonly Block[], start: number, end: number) {
    this.blocks = blocks;
    this.start = start;
    this.end = end;
  }

  run(cells: Float64Array): void {
    const { blocks, start, end } = this;
    cells.fill(0, start, end);
    for (let i = 0; i < blocks.length; i++) {
      const { from, hotCells } = blocks[i]!;
      const hot = hotCells.get(cells[from]!);
      if (hot !== undefined) cells[hot] = 1;
    }
  }
}

export function compileOneHotEncoder(
  { categories, drop, handle_unknown: handleUnknown }: OneHotEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): Column[] | undefined {
  const { report, vocabulary } = program;
  let fits = true;
  const refuse = (where: string, message: string): void => {
    report(`${path}${where}`, message);
    fits = false;
  };
  if (categories.length !== columns.length)
    refuse("/categories", `expected ${columns.length} lists, one per column, got ${categories.length}`);
  if (drop && drop.length !== categories.length)
    refuse("/drop", `expected ${categories.length} items, one per column, got ${drop.length}`);
  if (!fits) return undefined;

  const encoded: Column[] = [];
  const blocks: Block[] = [];
  const start = program.size;
  columns.forEach((column, i) => {
    const values = categories[i]!;
    const dropped = drop?.[i] ?? undefined;
    if (!column.raw) refuse("", `encodes column ${i}, which is computed, not an input`);
    if (values.some((value) => typeof value !== column.kind))
      refuse(`/categories/${i}`, `expected only ${column.kind}s, as the column holds`);
    const known = new Categories(values, vocabulary);
    if (known.size !== values.length) refuse(`/categories/${i}`, "names a category twice");
    if (dropped !== undefined && dropped >= values.length)
      refuse(`/drop/${i}`, `expected a position below ${values.length}, got ${dropped}`);

    const hotCells = new Map<number, number>();
    values.forEach((value, position) => {
      if (position === dropped) return;
      const cell = program.allocate(1);
      hotCells.set(vocabulary.add(value), cell);
      encoded.push({ cell, input: column.input, kind: "number", raw: false, fill: 0 });
    });
    blocks.push({ from: column.cell, hotCells });
    program.encodings.push({ input: column.input, known, handleUnknown });
    const { fill } = column;
    if (fill === undefined || (handleUnknown === "error" && !known.has(fill))) program.required.add(column.input);
  });
  if (!fits) return undefined;
  program.instructions.push(new EncodeOneHot(blocks, start, program.size));
  return encoded;
}
