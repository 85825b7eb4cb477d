// The tests of one part, in the order in which parts.js lists them. A change is done with at the
// first test that fails.

import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import { PARTS } from "./parts.js";

const { tests: own } = PARTS[process.env.MUTATED_PART ?? "numeric"];
const tests = [...own, "test/mutation/imports.js"];

class ListedOrder extends BaseSequencer {
  sort(files) {
    const rank = ({ moduleId }) => tests.findIndex((path) => moduleId.endsWith(path));
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: tests,
    sequence: { sequencer: ListedOrder },
    // Stryker starts a worker for each change, which then loads the sources once.
    isolate: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
