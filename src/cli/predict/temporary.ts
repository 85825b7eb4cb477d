// Files that are not finished yet: they have another name, and are gone when the process ends, however it ends.

import { rmSync } from "node:fs";

const unfinished = new Set<string>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Removes the file when the process ends, unless `keep` was called. */
export function removeAtEnd(path: string): void {
  if (unfinished.size === 0) {
    process.on("exit", removeAll);
    for (const signal of SIGNALS) process.once(signal, endBy);
  }
  unfinished.add(path);
}

/** Leaves the file where it is. */
export function keep(path: string): void {
  unfinished.delete(path);
}

function removeAll(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

/** Ends as a process does that does not listen for the signal: who started it sees which one it was. */
function endBy(signal: NodeJS.Signals): void {
  removeAll();
  for (const other of SIGNALS) process.removeListener(other, endBy);
  process.kill(process.pid, signal);
}
