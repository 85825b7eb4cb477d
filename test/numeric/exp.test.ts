import { describe, expect, it } from "vitest";
import { exp } from "../../src/numeric/exp.js";
import { errorInUlp } from "./exact-exp.js";
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

  it("is within 0.51 ULP at a million points, in every regime", () => {
    const random = seeded(1);
    const regimes: Record<string, () => number> = {
      "whole range": () => -745.13 + random() * 1454.9,
      "arguments of a kernel": () => -40 * random(),
      "around zero": () => (random() - 0.5) * 2 ** (-60 * random()),
      "subnormal results": () => -708.3 - 36.8 * random(),
      "where the steps of the table meet": () =>
        ((Math.floor(random() * 184_000) - 95_000 + 0.5 + (random() - 0.5) * 1e-3) * Math.LN2) / 128,
    };
    const worst = Object.entries(regimes).map(([name, draw]) => {
      let error = 0;
      for (let i = 0; i < 200_000; i++) {
        const x = draw();
        error = Math.max(error, errorInUlp(x, exp(x)));
      }
      return [name, error] as const;
    });
    console.log(worst.map(([name, error]) => `exp, ${name}: at most ${error.toFixed(5)} ULP`).join("\n"));
    for (const [, error] of worst) expect(error).toBeLessThanOrEqual(MAX_ERROR);
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
    for (let i = 0; i < 100_000; i++) {
      const x = -745 + random() * 1454;
      expect(exp(x) <= exp(x + Math.abs(x) * 2 ** -52)).toBe(true);
    }
  });
});
