import { describe, expect, it } from "vitest";
import { worstErrorOfExp } from "./exp-regimes.js";

describe("exp", () => {
  it("is within 0.51 ULP at a million points, in every regime", () => {
    expect(worstErrorOfExp(200_000)).toBeLessThanOrEqual(0.51);
  });
});
