// A stream of bytes, cut into pieces of whole rows: memory stays constant, however long the input is, and pieces can be
// scored apart.

import { Failure } from "../failure.js";

/** Where the last whole row ends, from the beginning of these bytes; 0 if none does. */
export type FindEnd = (bytes: Buffer) => number;

/** Bytes. */
const LONGEST_ROW = 2 ** 24;
const LINE_FEED = 0x0a;

/**
 * Cuts.
 *
 * @param name of the input, for the message
 * @throws Failure if a row is longer than rows are, as what follows a quote is that is not closed
 */
export async function* cutIntoPieces(
  bytes: AsyncIterable<Buffer>,
  findEnd: FindEnd,
  name: string,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const arrived of bytes) {
    const all = rest.length > 0 ? Buffer.concat([rest, arrived]) : arrived;
    const end = findEnd(all);
    if (end > 0) yield all.subarray(0, end);
    rest = all.subarray(end);
    if (rest.length > LONGEST_ROW)
      throw new Failure(`${name} holds a row longer than 16 MiB: close its quotes, and end each row with a line feed`);
  }
  if (rest.length > 0) yield rest;
}

/** Rows are lines. */
export function endOfLines(bytes: Buffer): number {
  return bytes.lastIndexOf(LINE_FEED) + 1;
}

/** A piece that has been taken off, and the others again. */
export async function* startWith(first: Buffer, others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* others;
}
