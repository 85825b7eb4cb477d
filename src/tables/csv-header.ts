// The header of a CSV file: the delimiter, and the column of each input of the model.

import { distance } from "fastest-levenshtein";
import { type CsvDialect, type CsvOptions, DELIMITERS } from "./csv-dialect.js";
import type { FirstLine } from "./csv-row-ends.js";
import { readCsvRow, withoutLineEnd } from "./csv-rows.js";
import { type Advice, listNames, TableError } from "./table-error.js";

/** What a header is held against. */
export interface HeaderSettings {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly advice: Advice;
  readonly options: CsvOptions;
  /** Names of the inputs. */
  readonly inputs: readonly string[];
  /** Names of the columns of predictions, which the file must not have yet. */
  readonly added: readonly string[];
}

/**
 * Reads a header. The delimiter is the one that gives most names of inputs, unless the options name
 * one.
 *
 * @throws TableError `TABLE_COLUMN_MISSING`, `TABLE_COLUMN_REPEATED` or `TABLE_COLUMN_TAKEN`, and
 * `TABLE_FORMAT` for JSON
 */
export function readHeader(text: string, newline: FirstLine["newline"], settings: HeaderSettings): CsvDialect {
  const { name, options, inputs } = settings;
  const delimiters = options.delimiter === undefined ? DELIMITERS : [options.delimiter];
  const readings = delimiters.map((delimiter) => {
    const columns = readCsvRow(text, delimiter);
    const found = findColumns(columns, inputs);
    return { delimiter, columns, found, known: found.filter((places) => places.length > 0).length };
  });
  const { delimiter, columns, found } = readings.reduce((best, next) => {
    const parted = best.known === 0 && next.known === 0 && next.columns.length > best.columns.length;
    return next.known > best.known || parted ? next : best;
  });
  checkColumns(text, columns, found, settings);
  return {
    name,
    delimiter,
    decimal: options.decimal,
    newline,
    width: columns.length,
    positions: found.map(([position]) => position!),
  };
}

/**
 * Finds the columns of each input. A column is an input's if it has exactly its name. A name that
 * is no input's exactly is compared without the blanks at its ends.
 */
function findColumns(columns: readonly string[], inputs: readonly string[]): readonly (readonly number[])[] {
  const exact = new Set(inputs);
  const places = new Map<string, number[]>(inputs.map((input) => [input, []]));
  const trimmed = new Map<string, string>();
  for (const input of inputs) if (!trimmed.has(input.trim())) trimmed.set(input.trim(), input);
  columns.forEach((column, position) => {
    const input = exact.has(column) ? column : trimmed.get(column.trim());
    if (input !== undefined) places.get(input)!.push(position);
  });
  return inputs.map((input) => places.get(input)!);
}

function checkColumns(
  text: string,
  columns: readonly string[],
  found: readonly (readonly number[])[],
  { name, advice, inputs, added }: HeaderSettings,
): void {
  const missing = inputs.filter((_, i) => found[i]!.length === 0);
  if (missing.length > 0) {
    if (missing.length === inputs.length && /^\s*[[{]/.test(text)) throw isJson(text, name, advice);
    const others = columns.filter((_, position) => !found.some((places) => places.includes(position)));
    const said = `${name} has no column ${listNames(missing)}${suggest(missing, others)}: ${advice.inputNames}`;
    throw new TableError("TABLE_COLUMN_MISSING", said, missing);
  }
  const repeated = inputs.filter((_, i) => found[i]!.length > 1);
  if (repeated.length > 0) {
    const said = `${name} has several columns ${listNames(repeated)}: keep one of each`;
    throw new TableError("TABLE_COLUMN_REPEATED", said, repeated);
  }
  const names = new Set(columns.map((column) => column.trim()));
  const taken = added.filter((column) => names.has(column));
  if (taken.length > 0) {
    const said = `${name} has a column ${listNames(taken)} already: rename it, or leave it out`;
    throw new TableError("TABLE_COLUMN_TAKEN", said, taken);
  }
}

function isJson(text: string, name: string, advice: Advice): TableError {
  const lines = /^\s*\{.*\}\s*$/.test(text);
  return new TableError("TABLE_FORMAT", `${name} is JSON: ${lines ? advice.ndjson : advice.json}`);
}

/** Names of inputs that a column of the file nearly has. */
function suggest(missing: readonly string[], others: readonly string[]): string {
  const pairs = missing.flatMap((input) => {
    const near = others.find((column) => isNear(column, input));
    return near === undefined ? [] : [[near, input] as const];
  });
  if (pairs.length === 0) return "";
  const [has, meant] = [0, 1].map((side) => listNames(pairs.map((pair) => pair[side]!)));
  return ` (for ${has}, did you mean ${meant}?)`;
}

/** Whether two fifths of the letters differ at most. Case, blanks, `_` and `-` do not count. */
function isNear(column: string, input: string): boolean {
  const [a, b] = [column, input].map((name) => name.toLowerCase().replace(/[\s_-]+/g, ""));
  return distance(a!, b!) <= Math.floor(0.4 * b!.length);
}

/** The line `sep=;` with which a spreadsheet names its delimiter. */
export interface SepLine {
  /** As it is, without its line end. */
  readonly text: string;
  readonly delimiter: string;
}

/** Returns what a line `sep=;` says, undefined for another line. */
export function readSepLine(line: string): SepLine | undefined {
  const text = withoutLineEnd(line);
  const delimiter = /^"?sep=([^\w"])"?$/i.exec(text)?.[1];
  return delimiter === undefined ? undefined : { text, delimiter };
}
