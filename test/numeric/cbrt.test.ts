import { describe, expect, it } from "vitest";
import { cbrt } from "../../src/numeric/cbrt.js";
import { readReferences, worstError } from "./reference.js";

describe("cbrt", () => {
  it.each(readReferences("cbrt"))("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(cbrt, points)).toBeLessThanOrEqual(0.51);
  });

  it("is exact for cubes", () => {
    for (let n = -2000; n <= 2000; n++) expect(cbrt(n * n * n)).toBe(n);
    for (let k = -358; k <= 341; k++) expect(cbrt(2 ** (3 * k))).toBe(2 ** k);
  });

  it("has the special values of C99", () => {
    for (const x of [0, -0, Infinity, -Infinity, NaN]) expect(cbrt(x)).toBe(x);
  });
});
