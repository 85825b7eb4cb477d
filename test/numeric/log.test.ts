import { describe, expect, it } from "vitest";
import { log, log1p, log2, log10 } from "../../src/numeric/log.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

const MAX_ERROR = 0.501;

const functions = { log, log1p, log2, log10 };

describe.each(Object.entries(functions))("%s", (name, f) => {
  it.each(readReferences(name))("is within 0.501 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(f, points)).toBeLessThanOrEqual(MAX_ERROR);
  });

  it("never decreases", () => {
    const random = seeded(4);
    const falls: number[] = [];
    for (let i = 0; i < 50_000; i++) {
      const x = (0.5 + random()) * 2 ** Math.floor(random() ** 4 * 60);
      if (!(f(x) <= f(x * (1 + 2 ** -52)))) falls.push(x);
    }
    expect(falls).toEqual([]);
  });

  it("has no value below its range, nor for NaN", () => {
    expect(f(NaN)).toBeNaN();
    expect(f(Infinity)).toBe(Infinity);
    expect(f(-Infinity)).toBeNaN();
    expect(f(-1.0000000000000002)).toBeNaN();
  });
});

describe.each([log, log2, log10])("%o", (f) => {
  it("has the special values of C99", () => {
    expect(f(0)).toBe(-Infinity);
    expect(f(-0)).toBe(-Infinity);
    expect(f(-5e-324)).toBeNaN();
    expect(f(1)).toBe(0);
  });
});

describe("log1p", () => {
  it("has the special values of C99", () => {
    expect(log1p(-1)).toBe(-Infinity);
    expect(log1p(0)).toBe(0);
    expect(log1p(-0)).toBe(-0);
  });

  it("is its argument where that is tiny", () => {
    for (const x of [5e-324, -5e-324, 1e-310, 1e-300, -1e-20]) expect(log1p(x)).toBe(x);
  });
});

it("log2 is exact for powers of two", () => {
  for (let k = -1074; k <= 1023; k++) expect(log2(2 ** k)).toBe(k);
});

it("log10 is exact for powers of ten", () => {
  for (let k = 0; k <= 22; k++) expect(log10(Number(`1e${k}`))).toBe(k);
});
