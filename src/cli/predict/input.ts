// The bytes of the input.

import { createReadStream, statSync } from "node:fs";
import { fileFailure } from "../failure.js";

/** The bytes of a file, or of standard input. */
export interface Input {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  /** How many bytes there are. Undefined where that is not known. */
  readonly size: number | undefined;
  /** How many have been read so far. */
  position(): number;
}

/** Bytes. The rows of larger chunks outlive a garbage collection: `npm run bench:cli`. */
const CHUNK = 2 ** 16;

/**
 * Opens the input.
 *
 * @param file path, or "-" for standard input
 */
export function openInput(file: string): Input {
  const name = file === "-" ? "standard input" : file;
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: CHUNK });
  let position = 0;
  async function* read(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of stream) {
        position += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    } catch (error) {
      throw unreadable(error, name);
    }
  }
  const stats = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
  return { name, bytes: read(), size: stats?.isFile() ? stats.size : undefined, position: () => position };
}

/** Returns what to say of a file that cannot be read. Other errors are returned as they are. */
export function unreadable(error: unknown, name: string): unknown {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : fileFailure(error, name, "read");
}
