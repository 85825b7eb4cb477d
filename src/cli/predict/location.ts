// Where files are: whether two names stand for one file.

import { fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Returns where a file is, or where it will be if it is new: behind all links. */
export function locate(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    // Whoever opens the file learns what is wrong.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return resolve(path);
  }
  const folder = locate(dirname(resolve(path)));
  const place = join(folder, basename(path));
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? locate(resolve(folder, readlinkSync(place))) : place;
}

/**
 * Returns what all names of a file or a pipe have in common: hard links, links, and descriptors.
 *
 * @param file a path or a descriptor
 * @returns undefined for a device or a socket, which any number of outputs may go to
 */
export function identify(file: string | number): string | undefined {
  const stats =
    typeof file === "number"
      ? fstatSync(file, { bigint: true })
      : statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!stats) return locate(String(file));
  return stats.isFile() || stats.isFIFO() ? `${stats.dev} ${stats.ino}` : undefined;
}
