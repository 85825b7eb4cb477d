// Stryker 9.6.1 does not notice a test file that cannot be imported, because no test of it fails.
// So this one, which runs last, imports the sources within a test. It can go with a release that
// solves https://github.com/stryker-mutator/stryker-js/issues/6150.

import { expect, it } from "vitest";

it("the engine can be imported", async () => {
  expect(await import("../../src/index.ts")).toBeDefined();
});

it("the service can be imported", async () => {
  expect(await import("../../src/service/index.ts")).toBeDefined();
});
