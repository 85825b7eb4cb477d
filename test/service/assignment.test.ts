// The assignment of subjects to variants: as Python computes it, in proportion to the weights, and
// stable when weights change.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAssignment } from "../../src/service/model/assignment.js";

type Weights = Readonly<Record<string, number>>;

interface Case {
  readonly experiment: string;
  readonly weights: Weights;
  readonly variants: readonly string[];
}

const { subjects, cases }: { subjects: readonly string[]; cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("assignment/assignments.json", import.meta.url), "utf8"),
);

function assigner(weights: Weights, experiment = "default"): (subject: string) => string {
  const variants = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  const assign = createAssignment(experiment, variants);
  return (subject) => assign(subject).name;
}

const many = Array.from({ length: 20_000 }, (_, i) => `subject-${i}`);
const weight = fc.double({ min: 0.01, max: 100, noNaN: true });

it("docs/service.md has the function of Python, and a vector of it", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  const [definition] = /def variant_of.*?key=draw\)\n/s.exec(read("assignment/assign.py"))!;
  expect(read("../../docs/service.md")).toContain(definition);
  expect(["user-1", "user-2"].map(assigner({ champion: 90, challenger: 10 }))).toEqual(["champion", "challenger"]);
});

describe("the assignment", () => {
  it.each(cases)("equals Python's: $experiment $weights", ({ experiment, weights, variants }) => {
    expect(subjects.map(assigner(weights, experiment))).toEqual(variants);
  });

  it.each<[Weights]>([[{ champion: 90, challenger: 10 }], [{ a: 1, b: 2, c: 3 }], [{ a: 0.5, b: 0.5, c: 0 }]])(
    "is in proportion to the weights: %j",
    (weights) => {
      const assigned = many.map(assigner(weights));
      const sum = Object.values(weights).reduce((total, each) => total + each, 0);
      for (const [name, each] of Object.entries(weights)) {
        const part = each / sum;
        const deviation = Math.sqrt((part * (1 - part)) / many.length);
        const found = assigned.filter((variant) => variant === name).length / many.length;
        expect(Math.abs(found - part)).toBeLessThanOrEqual(4 * deviation);
      }
    },
  );

  it("moves subjects only to the variant whose weight grows", () => {
    fc.assert(
      fc.property(
        fc.tuple(weight, weight, weight),
        fc.double({ min: 1, max: 10, noNaN: true }),
        ([a, b, c], growth) => {
          const before = many.slice(0, 300).map(assigner({ a, b, c }));
          const after = many.slice(0, 300).map(assigner({ a, b: b * growth, c }));
          for (const [i, variant] of after.entries()) if (variant !== before[i]) expect(variant).toBe("b");
        },
      ),
    );
  });

  it("does not depend on the order of the variants, and only on the ratios of the weights", () => {
    const expected = many.map(assigner({ a: 1, b: 2, c: 5 }));
    expect(many.map(assigner({ c: 5, a: 1, b: 2 }))).toEqual(expected);
    expect(many.map(assigner({ a: 8, b: 16, c: 40 }))).toEqual(expected);
  });

  it("moves nobody between two variants when a third one comes", () => {
    const before = many.map(assigner({ a: 1, b: 2 }));
    for (const [i, variant] of many.map(assigner({ a: 1, b: 2, c: 1 })).entries())
      if (variant !== "c") expect(variant).toBe(before[i]);
  });

  it("is another one in each experiment", () => {
    const first = many.map(assigner({ a: 1, b: 1 }, "first"));
    const second = many.map(assigner({ a: 1, b: 1 }, "second"));
    const same = first.filter((variant, i) => variant === second[i]).length / many.length;
    expect(Math.abs(same - 0.5)).toBeLessThan(0.02);
  });
});
