// CSV: bytes of a file → its dialect, its header, and chunks of whole rows.

import type { InputInfo } from "../index.js";
import { type Bytes, concatenate, cutIntoChunks, startWith } from "./chunks.js";
import { type CsvDialect, DELIMITERS } from "./csv-dialect.js";
import { type HeaderSettings, readHeader, readSepLine } from "./csv-header.js";
import { findDecimalComma } from "./csv-inputs.js";
import { createFindEnd, findFirstLine } from "./csv-row-ends.js";
import { createCsvRowReader, readCsvRow, withoutLineEnd } from "./csv-rows.js";
import { formatHeader } from "./csv-writer.js";
import { TableError } from "./table-error.js";
import { decodeUtf8, openText, type TextSettings } from "./text.js";

/** What a CSV file is read with. */
export interface CsvSettings extends TextSettings, Pick<HeaderSettings, "options" | "added"> {
  readonly inputs: readonly InputInfo[];
}

/** A CSV file whose header has been read. */
export interface CsvTable {
  readonly dialect: CsvDialect;
  /** Names of the columns. */
  readonly names: readonly string[];
  /** The header of the output: the original text, with the names of the predictions behind it. */
  readonly header: string;
  /** Chunks of whole rows, without the header. UTF-8. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/**
 * Opens a CSV file.
 *
 * @throws TableError if the file cannot be read as CSV with a column for each input
 */
export async function openCsv(bytes: Bytes, settings: CsvSettings): Promise<CsvTable> {
  const { name, options, inputs, advice } = settings;
  const text = await openText(bytes, settings);
  const before = text.marked ? BYTE_ORDER_MARK : "";
  let start = await readFirstLine(text.bytes, options.delimiter, name);
  const sep = readSepLine(start.line);
  if (sep) start = await readFirstLine(start.rest, options.delimiter ?? sep.delimiter, name);
  const { line, newline, rest } = start;
  const dialect = readHeader(line, newline, {
    ...settings,
    options: { ...(sep && { delimiter: sep.delimiter }), ...options },
    inputs: inputs.map((input) => input.name),
  });

  const chunks = cutIntoChunks(rest, createFindEnd(dialect), name);
  const first = await chunks.next();
  const sample = first.done ? new Uint8Array(0) : first.value;
  const column = findDecimalComma(createCsvRowReader(dialect).read(sample).rows, inputs, dialect);
  if (column !== undefined) {
    const message = `${name} has numbers with a decimal comma in ${JSON.stringify(column)}: ${advice.decimalComma}`;
    throw new TableError("TABLE_DECIMAL_COMMA", message, [column]);
  }
  const sepText = sep ? sep.text + newline : "";
  const header = before + sepText + formatHeader(withoutLineEnd(line), settings.added, dialect);
  return { dialect, names: readCsvRow(line, dialect.delimiter), header, chunks: startWith(sample, chunks) };
}

const BYTE_ORDER_MARK = "\ufeff";
/** Bytes. */
const LONGEST_HEADER = 1024 * 1024;

interface Start {
  /** The first line that is not empty, with its line end. */
  readonly line: string;
  readonly newline: CsvDialect["newline"];
  /** What follows it. */
  readonly rest: Bytes;
}

async function readFirstLine(bytes: Bytes, delimiter: string | undefined, name: string): Promise<Start> {
  const source = bytes[Symbol.asyncIterator]();
  const delimiters = delimiter === undefined ? DELIMITERS : [delimiter];
  let all: Uint8Array = new Uint8Array(0);
  for (;;) {
    const { value, done } = await source.next();
    if (!done) all = concatenate([all, value]);
    const found = findFirstLine(all, delimiters, done === true);
    if (found) {
      const line = decodeUtf8(all.subarray(found.start, found.end), name);
      const rest = startWith(all.subarray(found.end), { [Symbol.asyncIterator]: () => source });
      return { line, newline: found.newline, rest };
    }
    if (done) throw new TableError("TABLE_EMPTY", `${name} is empty: choose a file with a header and rows`);
    if (all.length > LONGEST_HEADER) {
      const message = `${name} has a header longer than 1 MiB: close its quotes, and end it with a line feed`;
      throw new TableError("TABLE_ROW_TOO_LONG", message);
    }
  }
}
