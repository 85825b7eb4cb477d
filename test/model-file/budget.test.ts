// What a short file may claim before it is loaded, and what large models still may.

import { describe, expect, it } from "vitest";
import { loadModel, ModelFileError } from "../../src/index.js";
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
