// The tests of one part. They take many times as long as without Stryker, which counts every
// expression of the sources.

import { configDefaults, defineConfig } from "vitest/config";
import { PARTS } from "./parts.js";

const { tests } = PARTS[process.env.MUTATED_PART ?? "numeric"];

export default defineConfig({
  test: {
    include: tests,
    exclude: [...configDefaults.exclude, "**/*.slow.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
