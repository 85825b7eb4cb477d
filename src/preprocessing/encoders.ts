// OneHotEncoder, OrdinalEncoder: which of its categories a value is. Mirrors their `transform` in sklearn.preprocessing._encoders: numbers are
// compared as numbers (1 is 1.0, 1.5 is unknown), strings by code point; the missing value may be a category.

import { arePositions, hasLength } from "../model-file/report.js";
import type { OneHotEncoderStep, OrdinalEncoderStep } from "../model-file/types.generated.js";
import { toCategories } from "../program/categories.js";
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

  const start = program.size;
  const encoded: Column[] = [];
  const blocks = known.map((places, i) => {
    const { cell: from, inputs, raw } = columns[i]!;
    const first = program.size;
    const own = positions?.[i] ?? [...places.values()];
    const here = `${path}/positions/${i}`;
    hasLength(own, places.size, "items, one per category", here, program.report);
    const fit = arePositions(own, places.size, here, program.report);
    const width = fit ? own.reduce<number>((most, position) => Math.max(most, (position ?? NONE) + 1), 0) : 0;
    const cellAt = (position: number | null | undefined): number =>
      typeof position === "number" ? first + position : NONE;
    const hotCells = new Map([...places].map(([category, place]) => [category, cellAt(own[place])]));
    const other = unknown?.[i];
    if ((other ?? NONE) >= width)
      program.report(`${path}/unknown/${i}`, `expected a position below ${width}, got ${other}`);
    program.allocate(width);
    for (let c = 0; c < width; c++) encoded.push(computedColumn(first + c, inputs, !raw));
    return { from, hotCells, otherCell: cellAt(other) };
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
 * @returns per column, the place of each category by the cell that holds it (NaN is the missing value)
 */
function readCategories(
  categories: readonly (readonly (number | string | null)[])[],
  strict: boolean,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): ReadonlyMap<number, number>[] {
  return columns.map(({ cell, inputs, kind, raw, fill, missing }, i) => {
    const values = categories[i]!;
    const present = values.filter((value) => value !== null);
    if (present.some((value) => typeof value !== kind))
      program.report(`${path}/categories/${i}`, `expected only ${kind}s, as the column holds`);
    const places = new Map(values.map((value, place) => [value === null ? NaN : program.vocabulary.add(value), place]));
    if (places.size !== values.length) program.report(`${path}/categories/${i}`, "names a category twice");
    if (raw) program.encodings.push({ input: inputs[0]!, known: toCategories(present, program.vocabulary), strict });
    else if (strict)
      program.addRuntimeCheck({
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
