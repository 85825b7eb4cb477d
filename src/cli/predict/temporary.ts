// Unfinished files, which have another name. They are removed when the process ends, for whatever
// reason.

import { rmSync } from "node:fs";

const unfinished = new Set<string>();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Removes a file when the process ends, unless `keep` is called before. */
export function removeAtEnd(path: string): void {
  if (unfinished.size === 0) {
    process.on("exit", removeAll);
    for (const signal of SIGNALS) process.once(signal, endBy);
  }
  unfinished.add(path);
}

/** Keeps a file. */
export function keep(path: string): void {
  unfinished.delete(path);
}

function removeAll(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

/** Ends the process by the signal itself, so that its parent sees which signal it was. */
function endBy(signal: NodeJS.Signals): void {
  removeAll();
  for (const other of SIGNALS) process.removeListener(other, endBy);
  process.kill(process.pid, signal);
}
