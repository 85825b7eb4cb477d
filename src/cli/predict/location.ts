// Where files are: whether two names stand for one file.

import { type BigIntStats, fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Returns where a file is, or where it will be if it is new: behind all links. */
export function locate(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return resolve(path);
  }
  const folder = locate(dirname(resolve(path)));
  const place = join(folder, basename(path));
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? locate(resolve(folder, readlinkSync(place))) : place;
}

/**
 * Returns what all names of a file or a pipe have in common: hard links, links and descriptors.
 *
 * @returns undefined for a device or a socket, which any number of outputs may go to
 */
export function identify(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats ? identityOf(stats) : locate(path);
  } catch {
    // Whoever opens the file learns what is wrong.
    return undefined;
  }
}

/** Returns the same for an open file. */
export function identifyDescriptor(descriptor: number): string | undefined {
  return identityOf(fstatSync(descriptor, { bigint: true }));
}

function identityOf(stats: BigIntStats): string | undefined {
  return stats.isFile() || stats.isFIFO() ? `${stats.dev} ${stats.ino}` : undefined;
}
