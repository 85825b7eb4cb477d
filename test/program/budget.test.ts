// The budget of a model file, in cells.

import { describe, expect, it } from "vitest";
import { ModelFileError } from "../../src/index.js";
import { createBudget } from "../../src/program/budget.js";
import { failureOf } from "../support/failure.js";

describe("createBudget", () => {
  it("adds up what is claimed, and says what claimed too much", () => {
    const claim = createBudget(1000);
    expect(claim(1_048_576, "/pipeline")).toBe(1_048_576);
    expect(failureOf(ModelFileError, () => claim(0.5))).toMatchObject({
      code: "MODEL_FILE_INVALID",
      issues: [{ path: "/pipeline", message: "expected at most 1048576 cells, got 1048577" }],
    });
  });

  it("grows with the file", () => {
    expect(createBudget(2_000_000)(2_000_000, "")).toBe(2_000_000);
  });
});
