// Bytes → a file or standard output, all of them.

import { once } from "node:events";
import { writeFile } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import { promisify } from "node:util";
import { fileFailure } from "./failure.js";

/**
 * Writes to a descriptor, from where the last write ended. Signals arrive while it waits for a
 * pipe.
 *
 * @throws an error of the file system unless all bytes are written
 */
export const writeAll: (descriptor: number, bytes: Uint8Array | string) => Promise<void> = promisify(writeFile);

/**
 * Writes to standard output.
 *
 * @throws Failure if it is a file that not all bytes can be written to. Node's own stream drops
 * what a full disk does not take
 */
export async function print(bytes: Uint8Array | string): Promise<void> {
  const stdout: Writable & { readonly fd: number } = process.stdout;
  if (stdout instanceof Socket) {
    if (!stdout.write(bytes)) await once(stdout, "drain");
  } else {
    await writeAll(stdout.fd, bytes).catch((error) => {
      throw fileFailure(error, "standard output", "written");
    });
  }
}
