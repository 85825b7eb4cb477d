// Rows of a CSV file → their fields.

import { dsvFormat } from "d3-dsv";
import Papa from "papaparse";
import { type CsvDialect, isDelimiter } from "./csv-dialect.js";
import { followQuotes } from "./csv-quotes.js";
import type { Problem } from "./problem.js";
import { decodeUtf8 } from "./text.js";

const LINE_FEED = 0x0a;

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
  /**
   * Reads whole rows. Empty lines are no rows, unless there is one column.
   *
   * @throws TableError `TABLE_ENCODING` unless the bytes are UTF-8
   */
  read(bytes: Uint8Array): CsvRows;
}

/** Creates what reads the rows of a file. */
export function createCsvRowReader(dialect: CsvDialect): CsvRowReader {
  const { name, delimiter, newline, width } = dialect;
  const endsInCr = newline === "\r";
  const quoteOrLineEnd = endsInCr ? /"|\r\n?|\n/g : /"|\r?\n/g;
  // It takes no character that is special in the regular expressions of d3-dsv, such as the hyphen.
  const dsv = isDelimiter(delimiter) ? dsvFormat(delimiter) : undefined;

  /** Splits a text at the line ends outside of quotes. */
  const split = (text: string): readonly string[] => {
    const quotes = followQuotes(dialect);
    const rows: string[] = [];
    let start = 0;
    for (const { 0: found, index } of text.matchAll(quoteOrLineEnd)) {
      if (found === '"') quotes.take(index, index > 0 ? text.charCodeAt(index - 1) : LINE_FEED);
      else if (!quotes.areOpen) {
        rows.push(text.slice(start, index));
        start = index + found.length;
      }
    }
    return start < text.length ? [...rows, text.slice(start)] : rows;
  };

  /** Makes every line end outside of quotes a line feed. */
  const unifyLineEnds = (text: string): string => {
    if (!text.includes("\r")) return text;
    if (!endsInCr && !text.includes('"')) return text.replaceAll("\r\n", "\n");
    return `${split(text).join("\n")}\n`;
  };

  /** Returns the fields of each row, undefined for a row whose quotes do not close. */
  const parse = (text: string): readonly (readonly string[] | undefined)[] => {
    // A quote that closes no field would take what follows with it. Then each row is read alone.
    return parseQuoted(text.replace(/\n$/, ""), delimiter) ?? split(text).map(parseRow);
  };
  const parseRow = (row: string): readonly string[] | undefined =>
    row === "" ? [""] : parseQuoted(row, delimiter)?.[0];

  return {
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
        if (fields?.length === width) {
          rows.push(fields);
          places.push(count);
          if (lines) texts.push(lines[line]!);
        } else {
          if (width > 1 && isEmptyLine(fields)) continue;
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

function isEmptyLine(fields: readonly string[] | undefined): boolean {
  return fields?.length === 1 && fields[0]!.trim() === "";
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
