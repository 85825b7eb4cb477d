// Unfinished files, which have another name until they are whole. They are removed when the process
// ends, for whatever reason.

import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, fchownSync, openSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { atEnd } from "./at-end.js";

/** A file that is being written. */
export interface OpenFile {
  /**
   * Writes all bytes behind those that were written before.
   *
   * @throws an error of the file system
   */
  write(bytes: Uint8Array | string): void | Promise<void>;
  /** Closes the file, and gives it its name. */
  finish(): void;
}

/**
 * Creates a file beside the one that it will become. Its name cannot be foreseen, and it is no file
 * or link that is there already.
 *
 * @param replaced what is known of the file that it will replace
 * @throws an error of the file system
 */
export function createUnfinished(path: string, replaced: Stats | undefined): OpenFile {
  const name = `${path}.${randomBytes(8).toString("hex")}.unfinished`;
  // From here on, a signal waits until the file is there and can be removed.
  let isThere = false;
  const keep = atEnd(() => {
    if (isThere) rmSync(name, { force: true });
  });
  // Nobody reads a file that others may not read while it has no owner yet.
  const descriptor = openSync(name, "wx", replaced ? 0o600 : 0o666);
  isThere = true;
  if (replaced) keepAccess(descriptor, replaced);
  return {
    // Unlike a pipe, a file waits for nobody. So no other thread needs to be woken for it.
    write: (bytes) => writeFileSync(descriptor, bytes),
    finish() {
      closeSync(descriptor);
      renameSync(name, path);
      keep();
    },
  };
}

/** Gives a file the owner, the group and the mode of another, as far as this user may. */
function keepAccess(descriptor: number, { uid, gid, mode }: Stats): void {
  const SAME = -1;
  const attempts = [
    () => fchownSync(descriptor, SAME, gid),
    () => fchownSync(descriptor, uid, SAME),
    () => fchmodSync(descriptor, mode & 0o777),
  ];
  for (const attempt of attempts)
    try {
      attempt();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    }
}
