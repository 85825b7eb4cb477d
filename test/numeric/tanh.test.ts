import { describe, expect, it } from "vitest";
import { tanh } from "../../src/numeric/tanh.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

describe("tanh", () => {
  it.each(readReferences("tanh"))("is within 0.501 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(tanh, points)).toBeLessThanOrEqual(0.501);
  });

  it("has the special values of C99", () => {
    expect(tanh(0)).toBe(0);
    expect(tanh(-0)).toBe(-0);
    expect(tanh(NaN)).toBeNaN();
    expect(tanh(Infinity)).toBe(1);
    expect(tanh(-Infinity)).toBe(-1);
    expect(tanh(1e308)).toBe(1);
    expect(tanh(5e-324)).toBe(5e-324);
  });

  it("is odd and never decreases", () => {
    const random = seeded(6);
    const wrong: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const x = random() * 2 ** (random() * 40 - 35);
      if (!Object.is(tanh(-x), -tanh(x)) || !(tanh(x) <= tanh(x + x * 2 ** -52))) wrong.push(x);
    }
    expect(wrong).toEqual([]);
  });
});
