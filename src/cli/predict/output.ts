// Outputs: standard output, or a file that gets its name when it is whole.

import { once } from "node:events";
import { closeSync, openSync, realpathSync, renameSync, type Stats, statSync, writeSync } from "node:fs";
import { fileFailure } from "../failure.js";
import { keep, removeAtEnd } from "./temporary.js";

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
export function openOutput(path: string | undefined): Output {
  return path === undefined ? standardOutput() : fileOutput(path);
}

function standardOutput(): Output {
  return {
    async write(bytes) {
      if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
    },
    finish() {},
  };
}

function fileOutput(given: string): Output {
  const stats = statSync(given, { throwIfNoEntry: false });
  // A device or a pipe, such as /dev/null, is written to directly. Behind a link, the file that it
  // names is replaced.
  if (stats && !stats.isFile()) return openFile(given, given, () => {});
  const path = stats ? realpathSync(given) : given;
  const unfinished = `${path}.${process.pid}.unfinished`;
  return openFile(
    given,
    unfinished,
    () => {
      renameSync(unfinished, path);
      keep(unfinished);
    },
    stats,
  );
}

function openFile(name: string, path: string, rename: () => void, replaced?: Stats): Output {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fileFailure(error, name, "written");
    }
  };
  if (path !== name) removeAtEnd(path);
  const file = attempt(() => openSync(path, "w", replaced?.mode));
  return {
    async write(bytes) {
      const buffer = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
      attempt(() => {
        for (let at = 0; at < buffer.length; ) at += writeSync(file, buffer, at);
      });
    },
    finish() {
      attempt(() => {
        closeSync(file);
        rename();
      });
    },
  };
}
