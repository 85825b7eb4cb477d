import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/browser/**"],
    // Some install the package anew, which takes minutes on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
