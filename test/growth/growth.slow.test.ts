// No grown file takes long or much memory before it is loaded or refused. test/growth/run.ts loads
// more of them.

import { describe, expect, it } from "vitest";
import { loadGrown } from "./processes.js";

describe("grown model files", () => {
  it("are loaded or refused within a heap of 400 MB", () => {
    const { files, loaded, megabytes, slowest } = loadGrown(1, 100);
    expect(files).toBe(100);
    // Some of each, or nothing was tried.
    expect(loaded).toBeGreaterThan(10);
    expect(loaded).toBeLessThan(90);
    expect(megabytes).toBeLessThan(512);
    // Two seconds on an idle machine. What is quadratic takes minutes.
    expect(slowest.milliseconds, JSON.stringify(slowest)).toBeLessThan(20_000);
  });
});
