import { describe, expect, it } from "vitest";
import { ndtr, ndtri } from "../../src/numeric/normal.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

const MAX_ERROR = 0.51;

describe("ndtr", () => {
  it.each(readReferences("ndtr"))("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(ndtr, points)).toBeLessThanOrEqual(MAX_ERROR);
  });

  it("is 0 or 1 beyond 5.5", () => {
    expect(ndtr(5.500000000000001)).toBe(1);
    expect(ndtr(-5.500000000000001)).toBe(0);
    expect(ndtr(Infinity)).toBe(1);
    expect(ndtr(-Infinity)).toBe(0);
    expect(ndtr(NaN)).toBeNaN();
    expect(ndtr(-0)).toBe(0.5);
  });

  it("never decreases", () => {
    const random = seeded(7);
    for (let i = 0; i < 10_000; i++) {
      const x = -6 + 12 * random();
      expect(ndtr(x) <= ndtr(x + Math.abs(x) * 2 ** -52)).toBe(true);
    }
  });
});

describe("ndtri", () => {
  it.each(readReferences("ndtri"))("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(ndtri, points)).toBeLessThanOrEqual(MAX_ERROR);
  });

  it("gives the ends of scikit-learn's QuantileTransformer", () => {
    const end = 1e-7 - 2 ** -52;
    expect(ndtri(end)).toBe(-5.199337582605575);
    expect(ndtri(1 - end)).toBe(5.19933758270342);
  });

  it("has the special values of scipy", () => {
    expect(ndtri(0)).toBe(-Infinity);
    expect(ndtri(-0)).toBe(-Infinity);
    expect(ndtri(1)).toBe(Infinity);
    expect(ndtri(0.5)).toBe(0);
    for (const p of [NaN, -5e-324, 1.0000000000000002, Infinity, -Infinity]) expect(ndtri(p)).toBeNaN();
  });

  it("never decreases, and is odd about 1/2", () => {
    const random = seeded(8);
    for (let i = 0; i < 10_000; i++) {
      const p = random() * 2 ** -Math.floor(random() * 60);
      expect(ndtri(p) <= ndtri(p + p * 2 ** -52)).toBe(true);
      expect(ndtri(1 - p)).toBe(-ndtri(1 - (1 - p)));
    }
    // Where the start is no longer refined.
    let last = -Infinity;
    for (let i = -1000; i <= 1000; i++) {
      const x = ndtri(1.8989562465887718e-8 * (1 + i * 2 ** -52));
      expect(x >= last).toBe(true);
      last = x;
    }
  });

  it("is within 4.5e-4 in the tails", () => {
    // scipy.special.ndtri
    expect(Math.abs(ndtri(1e-10) + 6.361340902404056)).toBeLessThan(4.5e-4);
    expect(Math.abs(ndtri(1e-300) + 37.0470964)).toBeLessThan(4.5e-4);
  });
});
