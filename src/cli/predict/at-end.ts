// What is undone when the process ends, because it exits or because a signal ends it.

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const actions = new Set<() => void>();
let listens = false;

/** Runs an action when the process ends. Returns what takes it back. */
export function atEnd(action: () => void): () => void {
  if (!listens) {
    process.on("exit", runAll);
    for (const signal of SIGNALS) process.once(signal, endBy);
    listens = true;
  }
  actions.add(action);
  return () => void actions.delete(action);
}

function runAll(): void {
  for (const action of actions) action();
}

/** Ends the process by the signal itself, so that its parent sees which signal it was. */
function endBy(signal: NodeJS.Signals): void {
  runAll();
  for (const other of SIGNALS) process.removeListener(other, endBy);
  process.kill(process.pid, signal);
}
