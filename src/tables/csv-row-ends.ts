// Where the rows of a CSV file end: at the line ends that are not between quotes.

import type { FindEnd } from "./chunks.js";
import type { CsvDialect } from "./csv-dialect.js";
import { followQuotes } from "./csv-quotes.js";

const [LINE_FEED, CARRIAGE_RETURN, SPACE, QUOTE] = [0x0a, 0x0d, 0x20, 0x22];

/**
 * Creates what finds the ends of rows in the parts of a file, from behind its header. It looks at
 * each byte twice at most, whatever quotes there are.
 */
export function createFindEnd(dialect: Pick<CsvDialect, "delimiter" | "newline">): FindEnd {
  const endsInCr = dialect.newline === "\r";
  const rowEnd = endsInCr ? CARRIAGE_RETURN : LINE_FEED;
  const quotes = followQuotes(dialect);
  /** The byte in front of the part. */
  let previous = rowEnd;
  /** Whether a row ended with the last part, unless a line feed follows its carriage return. */
  let hasEnded = false;

  /** Returns the end of the last row that ends between two positions outside of quotes. */
  const findLast = (part: Uint8Array, start: number, stop: number): number | undefined => {
    for (let at = stop - 1; at >= start; at--) {
      if (part[at] !== rowEnd) continue;
      if (!endsInCr) return at + 1;
      if (at + 1 < part.length) return part[at + 1] === LINE_FEED ? at + 2 : at + 1;
      hasEnded = true;
    }
    return undefined;
  };

  return (part) => {
    if (part.length === 0) return undefined;
    let end = hasEnded ? Number(part[0] === LINE_FEED) : undefined;
    hasEnded = false;
    for (let at = 0; at < part.length; ) {
      const quote = part.indexOf(QUOTE, at);
      const stop = quote < 0 ? part.length : quote;
      if (!quotes.areOpen) end = findLast(part, at, stop) ?? end;
      if (quote >= 0) quotes.take(quote, quote > 0 ? part[quote - 1]! : previous);
      at = stop + 1;
    }
    previous = part[part.length - 1]!;
    quotes.moveStart(part.length);
    return end;
  };
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
