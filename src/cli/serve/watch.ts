// Watches a file by polling. Links that change their target, which is how Kubernetes updates
// mounted files, and network file systems emit no events.

import { unwatchFile, watchFile } from "node:fs";

const INTERVAL = 500;

/**
 * Watches a file.
 *
 * @param onChange is called when the file or its contents change, but not when the file is deleted
 * @returns a function that stops watching
 */
export function watch(path: string, onChange: () => void): () => void {
  const listener = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }): void => {
    if (ino !== 0 || size !== 0 || mtimeMs !== 0) onChange();
  };
  watchFile(path, { interval: INTERVAL, persistent: false }, listener);
  return () => unwatchFile(path, listener);
}
