// A stream of bytes, cut into chunks of whole rows. Memory stays constant, however long the stream
// is, and chunks can be scored by several threads.

import { TableError } from "./table-error.js";

/** A stream of bytes. */
export type Bytes = AsyncIterable<Uint8Array>;

/**
 * Finds the end of the last whole row in the next part of a stream. Undefined if no row ends in it,
 * and 0 if one ended with the part before.
 */
export type FindEnd = (part: Uint8Array) => number | undefined;

/** Bytes. */
const LONGEST_ROW = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Cuts a stream where rows end.
 *
 * @param name of the file, for the message
 * @throws TableError `TABLE_ROW_TOO_LONG` for a row of more than 16 MiB, as an open quote makes it
 */
export async function* cutIntoChunks(bytes: Bytes, findEnd: FindEnd, name: string): AsyncGenerator<Uint8Array> {
  // The parts of a row that has not ended are joined once, when it has.
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    const end = findEnd(part);
    if (end !== undefined) {
      yield concatenate([...rest, part.subarray(0, end)]);
      rest = [];
      length = 0;
    }
    rest.push(part.subarray(end ?? 0));
    length += part.length - (end ?? 0);
    if (length > LONGEST_ROW) {
      const message = `${name} holds a row longer than 16 MiB: close its quotes, and end each row with a line feed`;
      throw new TableError("TABLE_ROW_TOO_LONG", message);
    }
  }
  if (length > 0) yield concatenate(rest);
}

/** Finds the end of the last whole line. */
export const findLineEnd: FindEnd = (part) => {
  const last = part.lastIndexOf(LINE_FEED);
  return last < 0 ? undefined : last + 1;
};

/** Puts bytes that were taken off in front of the others again. */
export async function* startWith(first: Uint8Array, others: Bytes): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  yield* others;
}

/** Joins parts. A single part that is not empty is returned as it is. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length === 1) return filled[0]!;
  const whole = new Uint8Array(filled.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of filled) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
