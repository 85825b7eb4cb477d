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

/** Bytes that are read at once. Each read waits for another thread. */
const READ = 2 ** 18;
/** Bytes. The rows of larger chunks outlive a garbage collection: `npm run bench:cli`. */
const CHUNK = 2 ** 16;

/**
 * Opens the input.
 *
 * @param file path, or "-" for standard input
 */
export function openInput(file: string): Input {
  const name = file === "-" ? "standard input" : file;
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: READ });
  let position = 0;
  async function* read(): AsyncGenerator<Buffer> {
    try {
      for await (const bytes of stream as AsyncIterable<Buffer>)
        for (let at = 0; at < bytes.length; at += CHUNK) {
          const chunk = bytes.subarray(at, at + CHUNK);
          position += chunk.length;
          yield chunk;
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
