// Says once per program why tests were skipped. Where REQUIRE_ALL is set, a skipped test fails the
// run.

import type { Reporter, TestModule } from "vitest/node";

export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    for (const reason of new Set(skipped.flatMap((test) => test.meta().missing ?? [])))
      console.log(`skipped: ${reason}`);
    if (skipped.length === 0 || !process.env["REQUIRE_ALL"]) return;
    console.error(`REQUIRE_ALL is set, and ${skipped.length} tests were skipped`);
    process.exitCode = 1;
  }
}
