// OneHotEncoder: a column per category, 1 in the column of the value's category. Mirrors sklearn.preprocessing.OneHotEncoder.transform:
// numbers are compared as numbers (1 is 1.0, 1.5 is unknown), strings by code point; an unknown value and a dropped category are all zeros.

import type { OneHotEncoderStep } from "../artifact/types.generated.js";
import { Categories } from "../program/categories.js";
import { type Column, computedColumn } from "../program/column.js";
import type { ProgramBuilder } from "../program/program.js";

/** The cell that a category sets, for one column. */
interface Block {
  readonly from: number;
  /** Absent: the category was dropped, or is unknown. */
  readonly hotCells: ReadonlyMap<number, number>;
}

export function compileOneHotEncoder(
  { categories, drop, handle_unknown: handleUnknown }: OneHotEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const { vocabulary } = program;
  const fits = program.fits(categories, columns, `${path}/categories`, "lists");
  if (!fits || (drop && !program.fits(drop, columns, `${path}/drop`, "items"))) return [];

  const encoded: Column[] = [];
  const blocks: Block[] = [];
  const start = program.size;
  columns.forEach((column, i) => {
    const values = categories[i]!;
    const dropped = drop?.[i] ?? undefined;
    if (!column.raw) program.refuse(path, `encodes column ${i}, which is computed, not an input`);
    if (values.some((value) => typeof value !== column.kind))
      program.refuse(`${path}/categories/${i}`, `expected only ${column.kind}s, as the column holds`);
    const known = new Categories(values, vocabulary);
    if (known.size !== values.length) program.refuse(`${path}/categories/${i}`, "names a category twice");
    if (dropped !== undefined && dropped >= values.length)
      program.refuse(`${path}/drop/${i}`, `expected a position below ${values.length}, got ${dropped}`);

    const hotCells = new Map<number, number>();
    values.forEach((value, position) => {
      if (position === dropped) return;
      const cell = program.allocate(1);
      hotCells.set(vocabulary.add(value), cell);
      encoded.push(computedColumn(cell, column.inputs));
    });
    blocks.push({ from: column.cell, hotCells });
    const strict = handleUnknown === "error";
    const input = column.inputs[0]!;
    program.encodings.push({ input, known, strict });
    const { fill } = column;
    if (fill === undefined || (strict && !known.has(fill))) program.required.add(input);
  });
  const end = program.size;
  program.add((cells) => {
    cells.fill(0, start, end);
    for (let i = 0; i < blocks.length; i++) {
      const { from, hotCells } = blocks[i]!;
      const hot = hotCells.get(cells[from]!);
      if (hot !== undefined) cells[hot] = 1;
    }
  });
  return encoded;
}
