import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/demo/*.e2e.ts"],
    // Browsers take seconds to start, and more on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
