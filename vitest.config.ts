import { configDefaults, defineConfig } from "vitest/config";
import { SkipReporter } from "./test/support/skip-reporter.js";

const SLOW = "test/**/*.slow.test.ts";

export default defineConfig({
  test: {
    reporters: ["default", new SkipReporter()],
    // Many tests wait for sockets and other processes, and leave their core to others.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, "test/browser/**", SLOW],
          // Files leave nothing behind, so a worker keeps the modules: it saves a quarter of the
          // time.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "slow",
          include: [SLOW],
          // Some install the package anew, which takes minutes on a busy machine.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
