// Notices that a file has changed, or been replaced by another of its name. Asks for its state now and then: links that are turned to another file, as
// Kubernetes does with mounted files, and network file systems tell of no events.

import { unwatchFile, watchFile } from "node:fs";

const INTERVAL = 500;

/**
 * Watches a file.
 *
 * @param changed is called when there is another file, or other contents; not when the file has gone
 * @returns a function that ends it
 */
export function watch(path: string, changed: () => void): () => void {
  const look = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }): void => {
    if (ino !== 0 || size !== 0 || mtimeMs !== 0) changed();
  };
  watchFile(path, { interval: INTERVAL, persistent: false }, look);
  return () => unwatchFile(path, look);
}
