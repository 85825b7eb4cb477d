import { describe, expect, it } from "vitest";
import { exp, exponentials } from "../../src/numeric/exp.js";
import { errorInUlp } from "./exact-exp.js";
import { worstErrorOfExp } from "./exp-regimes.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

const MAX_ERROR = 0.51;

const references = readReferences("exp");

describe("exp", () => {
  it.each(references)("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(50);
    expect(worstError(exp, points)).toBeLessThanOrEqual(MAX_ERROR);
  });

  it("is measured with a yardstick that agrees with Python's 130 digits", () => {
    for (const { args, nearest, offset } of references.flatMap(([, points]) => points))
      expect(Math.abs(errorInUlp(args[0]!, nearest) - Math.abs(offset))).toBeLessThan(1e-5);
  });

  it("is within 0.51 ULP at ten thousand points, in every regime", () => {
    expect(worstErrorOfExp(2000)).toBeLessThanOrEqual(MAX_ERROR);
  });

  it("has the special values of IEEE 754", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(NaN)).toBeNaN();
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(1e308)).toBe(Infinity);
    expect(exp(-1e308)).toBe(0);
  });

  it("never decreases", () => {
    const random = seeded(2);
    const falls: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const x = -745 + random() * 1454;
      if (!(exp(x) <= exp(x + Math.abs(x) * 2 ** -52))) falls.push(x);
    }
    expect(falls).toEqual([]);
  });
});

describe("exponentials", () => {
  const random = seeded(3);
  const ordinary = Array.from({ length: 6 }, () => -20 * random());
  const extreme = [0, -0, 707.9, -707.9, 708, -708, -720.5, -746, 710, -1e300, Infinity, -Infinity, NaN];

  it("have the bits of exp, whatever stands beside them", () => {
    for (const x of [...ordinary, ...extreme])
      for (const y of [...ordinary, ...extreme]) {
        const values = [0.5, x, y, x, 0.5];
        exponentials(-1, values, 1, 3);
        expect(values).toStrictEqual([0.5, exp(x), exp(y), exp(x), 0.5]);
      }
  });

  it("are those of the factor times the value", () => {
    for (let count = 0; count < 6; count++) {
      const values = ordinary.slice();
      exponentials(0.3, values, 0, count);
      expect(values).toStrictEqual(ordinary.map((x, i) => (i < count ? exp(-0.3 * x) : x)));
    }
  });
});
