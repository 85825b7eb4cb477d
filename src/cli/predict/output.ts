// Outputs: standard output, or a file that gets its name when it is whole.

import { closeSync, open, statSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { fileFailure } from "../failure.js";
import { print, writeAll } from "../write.js";
import { locate } from "./location.js";
import { createUnfinished, type OpenFile } from "./unfinished.js";

/** A destination of bytes. */
export interface Output {
  write(bytes: Uint8Array | string): Promise<void>;
  /** Renames the whole file. */
  finish(): void;
}

/**
 * Opens an output.
 *
 * @param path of a file. Undefined for standard output
 * @throws Failure if the file cannot be written
 */
export async function openOutput(path: string | undefined): Promise<Output> {
  if (path === undefined) return { write: print, finish() {} };
  const fail = (error: unknown): never => {
    throw fileFailure(error, path, "written");
  };
  const file = await openFile(path).catch(fail);
  return {
    async write(bytes) {
      try {
        await file.write(bytes);
      } catch (error) {
        fail(error);
      }
    },
    finish() {
      try {
        file.finish();
      } catch (error) {
        fail(error);
      }
    },
  };
}

async function openFile(path: string): Promise<OpenFile> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) {
    // Signals arrive while a pipe waits for its reader.
    const descriptor = await promisify(open)(path, "w");
    return { write: (bytes) => writeAll(descriptor, bytes), finish: () => closeSync(descriptor) };
  }
  const inherited = inheritedDescriptor(path);
  if (inherited !== undefined) return { write: (bytes) => writeAll(inherited, bytes), finish() {} };
  // Behind a link, the file that it names is replaced.
  return createUnfinished(locate(path), stats);
}

/** Returns the descriptor that a path stands for. Its file is written where it stands. */
function inheritedDescriptor(path: string): number | undefined {
  const name = /^\/(?:dev|proc\/self)\/(?:fd\/(\d+)|std(out|err))$/.exec(resolve(path));
  return name ? Number(name[1] ?? (name[2] === "out" ? 1 : 2)) : undefined;
}
