// OneHotEncoder and OrdinalEncoder: which of its categories a value is. Mirrors their `transform`
// in sklearn.preprocessing._encoders. Numbers are compared as numbers: 1 is 1.0, and 1.5 is
// unknown. Strings are compared by code point. The missing value may be a category. A TargetEncoder
// is an OrdinalEncoder whose codes are its encodings.

import { arePositions, hasLength } from "../model-file/report.js";
import type { OneHotEncoderStep, OrdinalEncoderStep } from "../model-file/types.generated.js";
import { toCategories } from "../program/categories.js";
import { type Column, computedColumn } from "../program/column.js";
import { applyFunctions, type ColumnFunction } from "../program/columnwise.js";
import type { ProgramBuilder } from "../program/program.js";

/** The cell of a category without a column, and of an unknown value. */
const NONE = -1;

/** Compiles OneHotEncoder. */
export function compileOneHotEncoder(
  { categories, positions, unknown, handle_unknown: handleUnknown }: OneHotEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const known = readCategories(categories, handleUnknown === "error", columns, path, program);
  const start = program.size;
  const encoded: Column[] = [];
  const encodings = known.map((indexes, i) => {
    const { cell: from, inputs, raw } = columns[i]!;
    const first = program.size;
    const positionOf = positions?.[i] ?? [...indexes.values()];
    const here = `${path}/positions/${i}`;
    hasLength(positionOf, indexes.size, "one per category", here, program.report);
    const fit = arePositions(positionOf, indexes.size, here, program.report);
    const width = fit ? positionOf.reduce<number>((most, position) => Math.max(most, (position ?? NONE) + 1), 0) : 0;
    const cellAt = (position: number | null | undefined): number =>
      typeof position === "number" ? first + position : NONE;
    const hotCells = mapIndexes(indexes, (index) => cellAt(positionOf[index]));
    const other = unknown?.[i];
    if ((other ?? NONE) >= width) program.report(`${path}/unknown/${i}`, `a position below ${width}`, other);
    program.allocate(width);
    for (let c = 0; c < width; c++) encoded.push(computedColumn(first + c, inputs, !raw));
    return { from, hotCells, otherCell: cellAt(other) };
  });
  const stop = program.size;
  const reads = columns.map(({ cell }) => cell);
  program.add(reads, start, (cells, end) => {
    cells.fill(end ?? 0, start, stop);
    if (end) return;
    for (let i = 0; i < encodings.length; i++) {
      const { from, hotCells, otherCell } = encodings[i]!;
      const hot = hotCells.get(cells[from]!) ?? otherCell;
      if (hot !== NONE) cells[hot] = 1;
    }
  });
  return encoded;
}

/** Compiles OrdinalEncoder. */
export function compileOrdinalEncoder(
  { categories, codes, encoded_missing_value: missingCodes, unknown_value: unknownCode }: OrdinalEncoderStep,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): readonly Column[] {
  const known = readCategories(categories, unknownCode === undefined, columns, path, program);
  const codeOf = known.map((indexes, i) => {
    const own = codes?.[i];
    if (own) hasLength(own, indexes.size, "one per category", `${path}/codes/${i}`, program.report);
    const code = mapIndexes(indexes, (index) => (own ? own[index]! : index));
    const missingCode = missingCodes?.[i];
    return missingCode !== undefined && indexes.has(NaN) ? code.set(NaN, missingCode ?? NaN) : code;
  });
  const other = unknownCode ?? NaN;
  const functions = codeOf.map((code): ColumnFunction => {
    let largest = 0;
    for (const number of [...code.values(), other]) if (Math.abs(number) > largest) largest = Math.abs(number);
    return (value, end) => (end ? end * largest : (code.get(value) ?? other));
  });
  return applyFunctions(functions, columns, program).map(({ cell, inputs, missing, partial }, i) => ({
    ...computedColumn(cell, inputs, partial || !columns[i]!.raw || unknownCode === null),
    missing: missing && missingCodes?.[i] === null,
  }));
}

/** Returns what the indexes of categories stand for, by the cell that holds the category. */
function mapIndexes(indexes: ReadonlyMap<number, number>, change: (index: number) => number): Map<number, number> {
  return new Map([...indexes].map(([category, index]) => [category, change(index)]));
}

/**
 * Reads the categories of an encoder, and tells the program what it knows and rejects.
 *
 * @param strict whether the encoder rejects other values
 * @returns per column, the index of each category by the cell that holds it. NaN is the missing
 * value
 */
function readCategories(
  categories: readonly (readonly (number | string | null)[])[],
  strict: boolean,
  columns: readonly Column[],
  path: string,
  program: ProgramBuilder,
): ReadonlyMap<number, number>[] {
  return columns.map((column, i) => {
    const { cell, inputs, raw, fill, missing } = column;
    const values = categories[i]!;
    const present = values.filter((value) => value !== null);
    const here = `${path}/categories/${i}`;
    program.areOfKind(values, column, here);
    const indexes = new Map(values.map((value, i) => [value === null ? NaN : program.vocabulary.add(value), i]));
    if (indexes.size !== values.length) program.report(here, "each category once", "one twice");
    if (raw) program.encodings.push({ input: inputs[0]!, known: toCategories(present, program.vocabulary), strict });
    else if (strict)
      program.runtimeChecks.push({
        cell,
        inputs,
        accepts: (value) => indexes.has(value),
        code: "UNKNOWN_CATEGORY",
        expected: "that its encoder knows",
      });
    // The fill of an imputed input has no runtime check.
    const isLost = missing ? !indexes.has(NaN) : strict && raw && fill !== undefined && !indexes.has(fill);
    if (isLost) for (const input of inputs) program.required.add(input);
    return indexes;
  });
}
