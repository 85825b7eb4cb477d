import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/browser/**"],
    // Property tests and the exponential's million points take seconds on a slow machine.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
