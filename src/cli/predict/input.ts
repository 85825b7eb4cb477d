// The bytes of the input.

import { createReadStream, statSync } from "node:fs";
import { Failure } from "../failure.js";

/** The bytes of a file, or of standard input. */
export interface Input {
  /** For messages. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  /** How many bytes there are; undefined where that is not known. */
  readonly size: number | undefined;
  /** How many have been read so far. */
  position(): number;
}

/** Bytes. Larger pieces are not faster, smaller ones are slower: measured by `npm run bench:cli`. */
const PIECE = 2 ** 18;

/** @param file path, or "-" for standard input */
export function openInput(file: string): Input {
  const name = file === "-" ? "standard input" : file;
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: PIECE });
  let position = 0;
  async function* read(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of stream) {
        position += (piece as Buffer).length;
        yield piece as Buffer;
      }
    } catch (error) {
      throw unreadable(error, name);
    }
  }
  const stats = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
  return { name, bytes: read(), size: stats?.isFile() ? stats.size : undefined, position: () => position };
}

/** What is said of a file that cannot be read; other errors are left as they are. */
export function unreadable(error: unknown, name: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined
    ? error
    : new Failure(`${name} cannot be read (${code}): name a file that this user may read`);
}
