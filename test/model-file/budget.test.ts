// What a short file may claim before it is loaded, and what large models still may.

import { describe, expect, it } from "vitest";
import { loadModel, ModelFileError } from "../../src/index.js";
import { createBudget } from "../../src/program/budget.js";
import { failureOf } from "../support/failure.js";
import { type GrownKind, grownKinds } from "../support/grown-files.js";

/** Returns the problems of a model file. None if it loads. */
function issuesOf(file: object): ModelFileError["issues"] {
  try {
    loadModel(file, { targets: "any" });
    return [];
  } catch (error) {
    if (error instanceof ModelFileError) return error.issues;
    throw error;
  }
}

describe("createBudget", () => {
  it("adds up what is claimed, and says what claimed too much", () => {
    const claim = createBudget(1000);
    expect(claim(1_048_576, "/pipeline")).toBe(1_048_576);
    expect(failureOf(ModelFileError, () => claim(0.5)).issues).toEqual([
      { path: "/pipeline", message: "expected at most 1048576 cells, got 1048577" },
    ]);
  });

  it("grows with the file", () => {
    expect(createBudget(2_000_000)(2_000_000, "")).toBe(2_000_000);
  });
});

describe("a file that claims too much", () => {
  const refused: [GrownKind, string][] = [
    ["functions", "/pipeline/steps/1/step"],
    ["emptyProducts", "/regressor"],
    ["dotProducts", "/regressor/support_vectors"],
    ["neighbors", "/pipeline"],
    ["splineDegree", "/pipeline/steps/0/step"],
    ["factors", "/regressor/support_vectors"],
    ["verificationRows", "/verification/inputs"],
  ];

  it.each(refused)("is refused by name: %s", (kind, path) => {
    const [issue, ...others] = issuesOf(grownKinds[kind](1));
    expect(others).toEqual([]);
    expect(issue!.path.startsWith(path)).toBe(true);
    expect(issue!.message).toMatch(/^expected at most \d+ cells, got \d+$/);
  });

  it("is told its first hundred problems", () => {
    expect(issuesOf(grownKinds.issues(0.01))).toHaveLength(100);
    expect(issuesOf(grownKinds.positions(0.01))).toHaveLength(100);
    expect(issuesOf(grownKinds.rejectedRows(0.01))).toHaveLength(100);
  });
});

describe("a large model", () => {
  const large: GrownKind[] = ["categories", "deepSteps", "supportVectors", "neighborRows"];

  it.each(large)("loads: %s", (kind) => {
    expect(issuesOf(grownKinds[kind](1))).toEqual([]);
  });
});
