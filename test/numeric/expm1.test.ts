import { describe, expect, it } from "vitest";
import { exp } from "../../src/numeric/exp.js";
import { expm1 } from "../../src/numeric/expm1.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

describe("expm1", () => {
  it.each(readReferences("expm1"))(
    "is within 0.501 ULP of Python's 130 digits, 0.55 if large: %s",
    (regime, points) => {
      expect(points.length).toBeGreaterThan(50);
      expect(worstError(expm1, points)).toBeLessThanOrEqual(regime === "large" ? 0.55 : 0.501);
    },
  );

  it("has the special values of C99", () => {
    expect(expm1(0)).toBe(0);
    expect(expm1(-0)).toBe(-0);
    expect(expm1(NaN)).toBeNaN();
    expect(expm1(Infinity)).toBe(Infinity);
    expect(expm1(-Infinity)).toBe(-1);
    expect(expm1(709.782712893384)).toBe(exp(709.782712893384));
    expect(expm1(709.7827128933841)).toBe(Infinity);
    expect(expm1(-1e308)).toBe(-1);
  });

  it("is its argument where that is tiny", () => {
    for (const x of [5e-324, -5e-324, 1e-310, 1e-300, -1e-20]) expect(expm1(x)).toBe(x);
  });

  it("never decreases", () => {
    const random = seeded(5);
    const falls: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const x = (random() - 0.5) * 2 ** (random() * 20 - 12);
      if (!(expm1(x) <= expm1(x + Math.abs(x) * 2 ** -52))) falls.push(x);
    }
    expect(falls).toEqual([]);
  });
});
