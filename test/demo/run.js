// Tests the built demo page in Chromium and Firefox. With --screenshots, takes the pictures of it
// in docs/ instead.

import { startVitest } from "vitest/node";

const pictures = "test/demo/screenshots.e2e.ts";
const only = process.argv.includes("--screenshots");
await startVitest("test", [], {
  config: false,
  watch: false,
  include: only ? [pictures] : ["test/demo/*.e2e.ts"],
  exclude: only ? [] : [pictures],
  // One browser at a time.
  fileParallelism: false,
  // Browsers take seconds to start, and more on a busy machine.
  testTimeout: 120_000,
  hookTimeout: 120_000,
});
