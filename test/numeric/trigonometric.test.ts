import { describe, expect, it } from "vitest";
import { cos, sin, tan } from "../../src/numeric/trigonometric.js";
import { readReferences, worstError } from "./reference.js";
import { seeded } from "./seeded.js";

const functions = { sin, cos, tan };

describe.each(Object.entries(functions))("%s", (name, f) => {
  it.each(readReferences(name))("is within 0.51 ULP of Python's 130 digits: %s", (_, points) => {
    expect(points.length).toBeGreaterThan(30);
    expect(worstError(f, points)).toBeLessThanOrEqual(0.51);
  });

  it("is undefined for what is no angle", () => {
    for (const x of [NaN, Infinity, -Infinity]) expect(f(x)).toBeNaN();
  });

  it(`is ${name === "cos" ? "even" : "odd"}`, () => {
    const random = seeded(7);
    const sign = name === "cos" ? 1 : -1;
    const wrong: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      const x = random() * 2 ** (random() * 80 - 30);
      if (!Object.is(f(-x), sign * f(x))) wrong.push(x);
    }
    expect(wrong).toEqual([]);
  });
});

it("keeps the sign of zero", () => {
  for (const f of [sin, tan]) for (const x of [0, -0, 5e-324]) expect(f(x)).toBe(x);
  for (const x of [0, -0]) expect(cos(x)).toBe(1);
});

it("is on the unit circle", () => {
  const random = seeded(8);
  const off: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    const x = random() * 2 ** Math.floor(random() * 1024);
    if (!(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1) <= 2 ** -51)) off.push(x);
  }
  expect(off).toEqual([]);
});
