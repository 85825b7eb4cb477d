// The end of every script of this folder, in place of exit: what bench/fresh.js wants to know of
// the process.

/** @param model what must still be in memory */
export function finish(model) {
  if (!globalThis.gc) return;
  // The second collection frees what only the first let go of: of a large model, 16 MB.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  console.log(JSON.stringify({ heap: heapUsed + external, rss, held: model !== undefined }));
}
