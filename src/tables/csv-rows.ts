// Where the rows of a CSV file end, and their fields. A row ends at a line end that is not between
// quotes. A quote opens a quoted field at the start of a field, and nowhere else (RFC 4180).

import { dsvFormat } from "d3-dsv";
import Papa from "papaparse";
import { type CsvDialect, isDelimiter } from "./csv-dialect.js";
import type { Problem } from "./problem.js";
import { decodeUtf8 } from "./text.js";

const [LINE_FEED, CARRIAGE_RETURN, SPACE, QUOTE] = [0x0a, 0x0d, 0x20, 0x22];

/** The fields of some rows. */
export interface CsvRows {
  /** The well-formed rows, in order. */
  readonly rows: readonly (readonly string[])[];
  /** Position of each of these among all rows. */
  readonly places: readonly number[];
  /** How many rows there are, malformed ones included. */
  readonly count: number;
  /** Problems of the malformed rows. */
  readonly problems: readonly Problem[];
  /** The text of each of these, without its line end. Undefined if any field has a quote in it. */
  readonly texts: readonly string[] | undefined;
}

/** What reads the rows of one file. */
export interface CsvRowReader {
  /** Returns the end of the last whole row. The bytes start with a row. */
  findEnd(bytes: Uint8Array): number;
  /**
   * Reads whole rows. Empty lines are no rows, unless there is one column.
   *
   * @throws TableError `TABLE_ENCODING` unless the bytes are UTF-8
   */
  read(bytes: Uint8Array): CsvRows;
}

/** Creates what reads the rows of a file. */
export function createCsvRowReader({ name, delimiter, newline, width }: CsvDialect): CsvRowReader {
  const endsInCr = newline === "\r";
  const rowEnd = endsInCr ? CARRIAGE_RETURN : LINE_FEED;
  const beforeField: ReadonlySet<number | undefined> = new Set([
    delimiter.charCodeAt(0),
    LINE_FEED,
    ...(endsInCr ? [CARRIAGE_RETURN] : []),
  ]);
  // A quoted field. It goes on to the end of the text if no quote closes it.
  const quoted = `(?<![^\\${delimiter}\\n${endsInCr ? "\\r" : ""}])"[^"]*(?:""[^"]*)*(?:"|$)`;
  const quotedOrLineEnd = new RegExp(`${quoted}|${endsInCr ? "\\r\\n?" : "\\r\\n"}`, "g");
  const row = new RegExp(`(?:${quoted}|[^\\n])+`, "g");
  // It takes no character that is special in the regular expressions of d3-dsv, such as the hyphen.
  const dsv = isDelimiter(delimiter) ? dsvFormat(delimiter) : undefined;

  /** Makes every line end outside of quotes a line feed. */
  const unifyLineEnds = (text: string): string => {
    if (!text.includes("\r")) return text;
    if (!endsInCr && !text.includes('"')) return text.replaceAll("\r\n", "\n");
    return text.replace(quotedOrLineEnd, (match) => (match.startsWith("\r") ? "\n" : match));
  };

  /** Returns the fields of each row, undefined for a row whose quotes do not close. */
  const parse = (text: string): readonly (readonly string[] | undefined)[] => {
    const rows = text.replace(/\n$/, "");
    // A quote that closes no field would take what follows with it. Then each row is read alone.
    return parseQuoted(rows, delimiter) ?? (rows.match(row) ?? []).map((line) => parseQuoted(line, delimiter)?.[0]);
  };

  return {
    findEnd(bytes) {
      // A line feed may follow a carriage return at the very end, and belong to it.
      const limit = endsInCr ? bytes.length - 1 : bytes.length;
      let end = 0;
      for (let at = 0; ; ) {
        const quote = bytes.indexOf(QUOTE, at);
        const stop = Math.min(quote < 0 ? bytes.length : quote, limit);
        const last = stop > at ? bytes.lastIndexOf(rowEnd, stop - 1) : -1;
        if (last >= at) end = last + 1;
        if (quote < 0) return end;
        at = quote + 1;
        if (quote > 0 && !beforeField.has(bytes[quote - 1])) continue;
        at = endOfQuoted(bytes, at);
        if (at === 0) return end;
      }
    },

    read(bytes) {
      const text = unifyLineEnds(decodeUtf8(bytes, name));
      const lines = text.includes('"') ? undefined : text.split("\n");
      // To d3-dsv, any carriage return ends a row.
      const parsed = lines && dsv && !text.includes("\r") ? dsv.parseRows(text) : parse(text);
      const problems: Problem[] = [];
      const rows: (readonly string[])[] = [];
      const texts: string[] = [];
      const places: number[] = [];
      let count = 0;
      for (let line = 0; line < parsed.length; line++) {
        const fields = parsed[line];
        if (width > 1 && isEmptyLine(fields)) continue;
        if (fields?.length === width) {
          rows.push(fields);
          places.push(count);
          if (lines) texts.push(lines[line]!);
        } else {
          const reason = fields
            ? `expected ${width} fields, got ${fields.length}`
            : "expected quotes that close at the end of their field";
          problems.push({ row: count, reason });
        }
        count++;
      }
      return { rows, texts: lines && texts, places, count, problems };
    },
  };
}

/**
 * Returns the position behind the quote that closes a field, 0 if none does. Two quotes stand for
 * one.
 */
function endOfQuoted(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return 0;
    if (bytes[at + 1] !== QUOTE) return at + 1;
  }
}

function isEmptyLine(fields: readonly string[] | undefined): boolean {
  return fields?.length === 1 && fields[0]!.trim() === "";
}

/** The first line that is not empty. */
export interface FirstLine {
  readonly start: number;
  /** Position behind its line end. */
  readonly end: number;
  readonly newline: CsvDialect["newline"];
}

/**
 * Finds the first line that is not empty. Quotes may hold line ends.
 *
 * @param delimiters that a quoted field may follow
 * @param whole whether no more bytes follow
 * @returns undefined if more bytes are needed, or if all lines are empty
 */
export function findFirstLine(bytes: Uint8Array, delimiters: readonly string[], whole: boolean): FirstLine | undefined {
  const beforeField = new Set(delimiters.map((delimiter) => delimiter.charCodeAt(0)));
  const first = bytes.findIndex((byte) => !isBlank(byte));
  if (first < 0) return undefined;
  let start = first;
  while (bytes[start - 1] === SPACE) start--;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE && (at === start || beforeField.has(bytes[at - 1]!))) {
      const end = endOfQuoted(bytes, at + 1);
      if (end === 0) break;
      at = end - 1;
    } else if (byte === LINE_FEED) {
      return { start, end: at + 1, newline: "\n" };
    } else if (byte === CARRIAGE_RETURN && (whole || at + 1 < bytes.length)) {
      return bytes[at + 1] === LINE_FEED
        ? { start, end: at + 2, newline: "\r\n" }
        : { start, end: at + 1, newline: "\r" };
    }
  }
  return whole ? { start, end: bytes.length, newline: "\n" } : undefined;
}

/** Whether a byte is a line end or a blank. A tab is a delimiter. */
function isBlank(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === SPACE;
}

/** Reads the fields of one row. Returns an empty list if its quotes do not close. */
export function readCsvRow(row: string, delimiter: string): readonly string[] {
  return parseQuoted(withoutLineEnd(row), delimiter)?.[0] ?? [];
}

/** Returns a row without the line end behind it. */
export function withoutLineEnd(row: string): string {
  return row.replace(/(?:\r\n|\n|\r)$/, "");
}

/** Returns the fields of all rows, undefined if quotes do not close at the end of their field. */
function parseQuoted(text: string, delimiter: string): string[][] | undefined {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: "\n" });
  return errors.length === 0 ? data : undefined;
}
