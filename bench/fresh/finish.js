// The end of every script of this folder, in place of exit: what bench/fresh.js wants to know of
// the process.

/** @param model what must still be in memory */
export function finish(model) {
  if (!globalThis.gc) return;
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  console.log(JSON.stringify({ heap: heapUsed + external, rss, held: model !== undefined }));
}
