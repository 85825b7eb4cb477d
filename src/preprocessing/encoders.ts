// OneHotEncoder, OrdinalEncoder: which of its categories a value is. Mirrors their `transform` in sklearn.preprocessing._encoders: numbers are
// compared as numbers (1 is 1.0, 1.5 is unknown), strings by code point; the missing value may be a category.

import type { OneHotEncoderStep, OrdinalEncoderStep } from "../artifact/types.generated.js";
import { Categories } from "../program/categories.js";
import { type Column, computedColumn } from "../program/column.js";
import { applyFunctions } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** No cell: of a category without a column, of an unknown value. */
const NONE = -1;

export function compileOneHotEncoder(
  { categories, positions, unknown, handle_unknown: handleUnknown }: OneHotEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const known = readCategories(categories, handleUnknown === "error", columns, path, program);
  if (positions) program.fits(positions, columns, `${path}/positions`, "lists");
  if (unknown) program.fits(unknown, columns, `${path}/unknown`, "items");

  const start = program.size;
  const encoded: Column[] = [];
  const blocks = known.map((places, i) => {
    const { cell: from, inputs, raw } = columns[i]!;
    const first = program.size;
    const own = positions?.[i];
    if (own && own.length !== places.size)
      program.refuse(`${path}/positions/${i}`, `expected ${places.size} items, one per category, got ${own.length}`);
    let width = 0;
    const hotCells = new Map<number, number>();
    for (const [category, place] of places) {
      const position = (own ? own[place] : place) ?? NONE;
      if (position >= places.size)
        program.refuse(`${path}/positions/${i}/${place}`, `expected a position below ${places.size}, got ${position}`);
      else width = Math.max(width, position + 1);
      hotCells.set(category, position === NONE ? NONE : first + position);
    }
    const other = unknown?.[i] ?? NONE;
    if (other >= width) program.refuse(`${path}/unknown/${i}`, `expected a position below ${width}, got ${other}`);
    program.allocate(width);
    for (let c = 0; c < width; c++) encoded.push(computedColumn(first + c, inputs, !raw));
    return { from, hotCells, otherCell: other === NONE ? NONE : first + other };
  });
  const end = program.size;
  program.add((cells) => {
    cells.fill(0, start, end);
    for (let i = 0; i < blocks.length; i++) {
      const { from, hotCells, otherCell } = blocks[i]!;
      const hot = hotCells.get(cells[from]!) ?? otherCell;
      if (hot !== NONE) cells[hot] = 1;
    }
  });
  return encoded;
}

export function compileOrdinalEncoder(
  { categories, encoded_missing_value: missingCodes, unknown_value: unknownCode }: OrdinalEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const known = readCategories(categories, unknownCode === undefined, columns, path, program);
  if (missingCodes) program.fits(missingCodes, columns, `${path}/encoded_missing_value`, "items");
  const codes = known.map((places, i) => {
    const missingCode = missingCodes?.[i];
    return missingCode !== undefined && places.has(NaN) ? new Map(places).set(NaN, missingCode ?? NaN) : places;
  });
  const other = unknownCode ?? NaN;
  const functions = codes.map((code) => (value: number) => code.get(value) ?? other);
  return applyFunctions(functions, columns, program).map(({ cell, inputs, missing, partial }, i) => ({
    ...computedColumn(cell, inputs, partial || !columns[i]!.raw || unknownCode === null),
    missing: missing && missingCodes?.[i] === null,
  }));
}

/**
 * Notes what the encoder knows, and what it refuses.
 *
 * @returns per column, the place of each category by the cell that holds it (NaN is the missing value); or none, if that is not possible
 */
function readCategories(
  categories: readonly (readonly (number | string | null)[])[],
  strict: boolean,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): ReadonlyMap<number, number>[] {
  if (!program.fits(categories, columns, `${path}/categories`, "lists")) return [];
  return columns.map(({ cell, inputs, kind, raw, fill, missing }, i) => {
    const values = categories[i]!;
    const present = values.filter((value) => value !== null);
    if (present.some((value) => typeof value !== kind))
      program.refuse(`${path}/categories/${i}`, `expected only ${kind}s, as the column holds`);
    const places = new Map(values.map((value, place) => [value === null ? NaN : program.vocabulary.add(value), place]));
    if (places.size !== values.length) program.refuse(`${path}/categories/${i}`, "names a category twice");
    if (raw) program.encodings.push({ input: inputs[0]!, known: new Categories(present, program.vocabulary), strict });
    else if (strict)
      program.check({
        cell,
        inputs,
        accepts: (value) => places.has(value),
        code: "UNKNOWN_CATEGORY",
        expected: "that its encoder knows",
      });
    // An imputed input is not looked at again when a record runs.
    const isLost = missing ? !places.has(NaN) : strict && raw && fill !== undefined && !places.has(fill);
    if (isLost) for (const input of inputs) program.required.add(input);
    return places;
  });
}
