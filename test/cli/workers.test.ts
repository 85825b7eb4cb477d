// The pause before a worker is replaced. workers.slow.test.ts has workers.

import { describe, expect, it } from "vitest";
import { countEarlyExits, restartDelay } from "../../src/cli/serve/restart.js";

describe("the pause before a worker is replaced", () => {
  it("doubles with each early exit, up to ten seconds", () => {
    expect([0, 1, 2, 3, 4, 7, 8, 100].map(restartDelay)).toEqual([0, 100, 200, 400, 800, 6400, 10_000, 10_000]);
  });

  it("resets once a worker has run for a second", () => {
    expect([countEarlyExits(0, 200), countEarlyExits(7, 999), countEarlyExits(7, 1000)]).toEqual([1, 8, 0]);
  });
});
