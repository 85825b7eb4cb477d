// How a CSV file is written, told from its header.

import { Failure } from "../failure.js";
import type { AnyModel } from "../model.js";
import { type CsvShape, endOfFirstCsvRow, readHeaderRow } from "./csv-rows.js";

/** How a CSV file is written. */
export interface CsvDialect extends CsvShape {
  /** As in the header. Rows may end otherwise. */
  readonly newline: "\n" | "\r\n";
  /** Where the column of each input of the model stands. */
  readonly positions: readonly number[];
}

/** The beginning of a CSV file. */
export interface CsvStart {
  readonly dialect: CsvDialect;
  /** The header as it stands there, with the byte order mark if there is one, and without its end. */
  readonly header: string;
  /** What follows. */
  readonly rows: Buffer;
}

const DELIMITERS = [",", ";", "\t", "|"];
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Reads the header. The delimiter is the one that parts it into the most names of inputs.
 *
 * @param piece the first of the file
 * @param added columns that must not be there yet
 * @throws Failure if an input has no column, or two
 */
export function readHeader(piece: Buffer, model: AnyModel, added: readonly string[], name: string): CsvStart {
  const marked = piece.indexOf(BYTE_ORDER_MARK) === 0;
  const bytes = marked ? piece.subarray(Buffer.byteLength(BYTE_ORDER_MARK)) : piece;
  const end = endOfFirstCsvRow(bytes);
  const line = bytes.subarray(0, end);
  const names = model.inputs.map((input) => input.name);

  const readings = DELIMITERS.map((delimiter) => {
    const columns = readHeaderRow(line, delimiter, name);
    return { delimiter, columns, known: names.filter((input) => columns.includes(input)).length };
  });
  const { delimiter, columns } = readings.reduce((best, next) => (next.known > best.known ? next : best));
  checkColumns(columns, names, added, name);
  const text = line.toString("utf8").replace(/\r?\n$/, "");
  const dialect: CsvDialect = {
    name,
    delimiter,
    width: columns.length,
    newline: line.includes("\r\n") ? "\r\n" : "\n",
    positions: names.map((input) => columns.indexOf(input)),
  };
  return { dialect, header: `${marked ? BYTE_ORDER_MARK : ""}${text}`, rows: bytes.subarray(end) };
}

function checkColumns(
  columns: readonly string[],
  names: readonly string[],
  added: readonly string[],
  file: string,
): void {
  const list = (chosen: readonly string[]): string => chosen.map((column) => JSON.stringify(column)).join(", ");
  const absent = names.filter((input) => !columns.includes(input));
  if (absent.length > 0)
    throw new Failure(`${file} has no column ${list(absent)}: name the columns as \`supportvector inputs\` does`);
  const twice = names.filter((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  if (twice.length > 0) throw new Failure(`${file} has several columns ${list(twice)}: leave one of each`);
  const taken = added.filter((column) => columns.includes(column));
  if (taken.length > 0) throw new Failure(`${file} has a column ${list(taken)} already: rename it, or leave it out`);
}
