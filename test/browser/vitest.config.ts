import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/browser/*.test.ts"],
    // Firefox takes seconds to start, and more on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
