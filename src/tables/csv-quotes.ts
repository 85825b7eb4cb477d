// The quotes of CSV. A quote opens a quoted field at the start of a field, and nowhere else
// (RFC 4180). Two quotes within a quoted field stand for one.

import type { CsvDialect } from "./csv-dialect.js";

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** Follows the quotes of a text from its start, so that no text is looked at again. */
export interface Quotes {
  /** Whether what follows the last quote is within a quoted field. */
  readonly areOpen: boolean;
  /** Takes the next quote, with its position and the character in front of it. */
  take(position: number, before: number): void;
  /** Makes positions count from here. */
  moveStart(distance: number): void;
}

/** Creates what follows the quotes of a text. */
export function followQuotes({ delimiter, newline }: Pick<CsvDialect, "delimiter" | "newline">): Quotes {
  const beforeField = new Set([delimiter.charCodeAt(0), LINE_FEED, newline === "\r" ? CARRIAGE_RETURN : LINE_FEED]);
  let areOpen = false;
  /** Position of the last quote that closed a field. A quote behind it opens the field again. */
  let closing = Number.NEGATIVE_INFINITY;
  return {
    get areOpen() {
      return areOpen;
    },
    take(position, before) {
      if (areOpen) closing = position;
      areOpen = !areOpen && (closing === position - 1 || beforeField.has(before));
    },
    moveStart(distance) {
      closing -= distance;
    },
  };
}
