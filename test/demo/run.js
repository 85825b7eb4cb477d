// Tests the built demo page in Chromium and Firefox; with --screenshots, takes the pictures of it in docs/ instead.

import { startVitest } from "vitest/node";

const name = process.argv.includes("--screenshots") ? "screenshots" : "page";
await startVitest("test", [], {
  config: false,
  watch: false,
  include: [`test/demo/${name}.e2e.ts`],
  // Browsers take seconds to start, and more on a busy machine.
  testTimeout: 120_000,
  hookTimeout: 120_000,
});
