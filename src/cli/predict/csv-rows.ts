// Where the rows of a CSV file end: at line feeds, but not between quotes. A quote opens a quoted field where a field
// begins, and nowhere else.

import { isUtf8 } from "node:buffer";
import Papa from "papaparse";
import { Failure } from "../failure.js";
import type { Problem } from "../problem.js";
import type { Placed } from "./scored.js";

const [LINE_FEED, QUOTE] = [0x0a, 0x22];
/** What a quote stands behind where it opens a field: another field's end, or a row's. */
const BEFORE_A_FIELD: ReadonlySet<number | undefined> = new Set(
  [...",;\t|\n"].map((character) => character.charCodeAt(0)),
);

/** Where the last whole row of these bytes ends. They begin with a row. */
export function endOfCsvRows(bytes: Buffer): number {
  let end = 0;
  for (let at = 0; ; ) {
    const quote = bytes.indexOf(QUOTE, at);
    const stop = quote < 0 ? bytes.length : quote;
    const lineFeed = stop > at ? bytes.lastIndexOf(LINE_FEED, stop - 1) : -1;
    if (lineFeed >= at) end = lineFeed + 1;
    if (quote < 0) return end;
    at = quote + 1;
    if (quote > 0 && !BEFORE_A_FIELD.has(bytes[quote - 1])) continue;
    at = endOfQuoted(bytes, at);
    if (at === 0) return end;
  }
}

/** Where the first row of these bytes ends. */
export function endOfFirstCsvRow(bytes: Buffer): number {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1))
    if (endOfCsvRows(bytes.subarray(0, at + 1)) === at + 1) return at + 1;
  return bytes.length;
}

/** The position after the quote that closes a field; 0 if none does. Two quotes are one of the field. */
function endOfQuoted(bytes: Buffer, start: number): number {
  for (let at = start; ; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return 0;
    if (bytes[at + 1] !== QUOTE) return at + 1;
  }
}

/** A quoted field, to the end of the text if it is not closed. */
const QUOTED = /(?<![^,;\t|\n])"[^"]*(?:""[^"]*)*(?:"|$)/.source;
const QUOTED_OR_CRLF = new RegExp(`${QUOTED}|\\r\\n`, "g");
const ROW = new RegExp(`(?:${QUOTED}|[^\\n])+`, "g");

/** The fields of some rows. */
export interface CsvRows extends Placed<readonly string[]> {
  readonly count: number;
  /** Of rows that are not well formed. */
  readonly problems: readonly Problem[];
  /** Whether no field needs quotes. */
  readonly plain: boolean;
}

/** How many fields a row must have, and what parts them. */
export interface CsvShape {
  /** Of the file, for messages. */
  readonly name: string;
  readonly delimiter: string;
  readonly width: number;
}

/**
 * Reads whole rows. Empty lines are none, unless there is one column.
 *
 * @throws Failure unless it is UTF-8
 */
export function readCsvRows(bytes: Uint8Array, { name, delimiter, width }: CsvShape): CsvRows {
  const text = unifyNewlines(decode(bytes, name)).replace(/\n$/, "");
  const plain = !text.includes('"');
  // A quote that closes no field would take what follows with it: then each row is read by itself.
  const parsed = parse(text, delimiter) ?? (text.match(ROW) ?? []).map((row) => parse(row, delimiter)?.[0]);
  const all = width > 1 ? parsed.filter((row) => row === undefined || row.length > 1 || row[0] !== "") : parsed;
  const problems: Problem[] = [];
  const rows: (readonly string[])[] = [];
  const places: number[] = [];
  all.forEach((row, place) => {
    if (row?.length === width) {
      rows.push(row);
      places.push(place);
    } else {
      const reason =
        row === undefined
          ? "expected quotes that close at the end of their field"
          : `expected ${width} fields, got ${row.length}`;
      problems.push({ row: place, reason });
    }
  });
  return { rows, places, count: all.length, problems, plain };
}

/** The names in a header. */
export function readHeaderRow(bytes: Uint8Array, delimiter: string, name: string): readonly string[] {
  return parse(unifyNewlines(decode(bytes, name)).replace(/\n$/, ""), delimiter)?.[0] ?? [];
}

/** The fields of all rows; undefined if quotes do not close where they should. */
function parse(text: string, delimiter: string): string[][] | undefined {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: "\n" });
  return errors.length === 0 ? data : undefined;
}

/** @throws Failure: what is not UTF-8 would become other names and categories */
export function decode(bytes: Uint8Array, name: string): string {
  if (!isUtf8(bytes)) throw new Failure(`${name} is not UTF-8: save it as UTF-8`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Rows of one file may end in LF and CRLF. What is quoted stays as it is. */
function unifyNewlines(text: string): string {
  if (!text.includes("\r")) return text;
  if (!text.includes('"')) return text.replaceAll("\r\n", "\n");
  return text.replace(QUOTED_OR_CRLF, (match) => (match === "\r\n" ? "\n" : match));
}
