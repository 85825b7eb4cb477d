import { describe, expect, it } from "vitest";
import { pow } from "../../src/numeric/pow.js";
import { readReferences, worstError } from "./reference.js";

describe("pow", () => {
  it.each(readReferences("pow"))("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError((x, y) => pow(x!, y!), points)).toBeLessThanOrEqual(0.51);
  });

  it.each([2, 10])("is within 0.51 ULP as a power of %d", (base) => {
    for (const [, points] of readReferences(`exp${base}`)) {
      expect(points.length).toBeGreaterThan(50);
      expect(worstError((x) => pow(base, x!), points)).toBeLessThanOrEqual(0.51);
    }
  });

  it("is exact where the result is a double", () => {
    for (let k = -1074; k <= 1023; k++) expect(pow(2, k)).toBe(2 ** k);
    for (let k = 0; k <= 22; k++) expect(pow(10, k)).toBe(Number(`1e${k}`));
    for (let n = 1; n <= 2000; n++) {
      expect(pow(n, 1)).toBe(n);
      expect(pow(n, 2)).toBe(n * n);
      expect(pow(-n, 3)).toBe(-n * n * n);
      expect(pow(n * n, 0.5)).toBe(n);
      expect(pow(n * n * n * n, 0.25)).toBe(n);
    }
    for (const x of [5e-324, 1e-310, 0.1, Math.PI, 1.7976931348623157e308]) {
      expect(pow(x, 1)).toBe(x);
      expect(pow(-x, 1)).toBe(-x);
    }
    expect(pow(3, 33)).toBe(5559060566555523);
    expect(pow(0.5, 1074)).toBe(5e-324);
    expect(pow(5e-324, 0.5)).toBe(2 ** -537);
  });

  it("overflows and underflows where it should", () => {
    expect(pow(2, 1023.9999999999998)).toBe(1.7976931348620325e308);
    expect(pow(2, 1024)).toBe(Infinity);
    for (let y = 1024; y < 1100; y += 1 / 256) expect(pow(2, y)).toBe(Infinity);
    expect(pow(2, -1074.9)).toBe(5e-324);
    expect(pow(2, -1075)).toBe(0);
    for (let y = -1075; y > -1150; y -= 1 / 256) expect(pow(2, y)).toBe(0);
    expect(pow(2, 3000)).toBe(Infinity);
    expect(pow(2, -3000)).toBe(0);
    expect(pow(1e300, 1e300)).toBe(Infinity);
    expect(pow(1e-300, 1e300)).toBe(0);
    expect(pow(1e300, -1e300)).toBe(0);
    expect(pow(-2, 1025)).toBe(-Infinity);
    expect(pow(-2, -1077)).toBe(-0);
    expect(pow(5e-324, -1)).toBe(Infinity);
    expect(pow(1.0000000000000002, 1e300)).toBe(Infinity);
    expect(pow(0.9999999999999999, 1e300)).toBe(0);
    expect(pow(1e300, 1e-320)).toBe(1);
  });

  // C99, F.9.4.4.
  it.each([
    [0, -3, Infinity],
    [-0, -3, -Infinity],
    [0, -2, Infinity],
    [-0, -2, Infinity],
    [-0, -0.5, Infinity],
    [0, 3, 0],
    [-0, 3, -0],
    [0, 2, 0],
    [-0, 2, 0],
    [-0, 0.5, 0],
    [0, Infinity, 0],
    [0, -Infinity, Infinity],
    [-1, Infinity, 1],
    [-1, -Infinity, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [NaN, 0, 1],
    [NaN, -0, 1],
    [Infinity, 0, 1],
    [0, 0, 1],
    [-2, 0.5, NaN],
    [-0.5, -1.5, NaN],
    [0.5, -Infinity, Infinity],
    [-0.5, -Infinity, Infinity],
    [2, -Infinity, 0],
    [-2, -Infinity, 0],
    [0.5, Infinity, 0],
    [-0.5, Infinity, 0],
    [2, Infinity, Infinity],
    [-2, Infinity, Infinity],
    [-Infinity, -3, -0],
    [-Infinity, -2, 0],
    [-Infinity, -0.5, 0],
    [-Infinity, 3, -Infinity],
    [-Infinity, 2, Infinity],
    [-Infinity, 0.5, Infinity],
    [Infinity, -1, 0],
    [Infinity, 1, Infinity],
    [-1, 9007199254740991, -1],
    [-1, 9007199254740992, 1],
    [-1, 1e300, 1],
    [NaN, 1, NaN],
    [2, NaN, NaN],
    [-2, NaN, NaN],
    [-1, NaN, NaN],
    [0, NaN, NaN],
  ])("pow(%d, %d) is %d", (x, y, expected) => {
    expect(pow(x, y)).toBe(expected);
  });
});
