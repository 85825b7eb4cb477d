// Requests counted in the memory of this process.

import type { Counts, Window } from "./count.js";

/** Bounds the memory for callers. Any further callers share one count. */
const MAX_CALLERS = 100_000;

type MemoryCount = (caller: string, now: number) => Window;

/** @param window in milliseconds */
export function countInMemory(window: number): Counts<MemoryCount> {
  return { byKey: countCallers(window), byAddress: countCallers(window) };
}

function countCallers(window: number): MemoryCount {
  const windows = new Map<string, { requests: number; readonly end: number }>();
  let sweep = 0;
  return (caller, now) => {
    if (now >= sweep) {
      for (const [name, { end }] of windows) if (now >= end) windows.delete(name);
      sweep = now + window;
    }
    let known = windows.get(caller);
    if (!known && windows.size >= MAX_CALLERS) {
      caller = "others";
      known = windows.get(caller);
    }
    if (!known || now >= known.end) {
      known = { requests: 0, end: now + window };
      windows.set(caller, known);
    }
    known.requests++;
    return known;
  };
}
