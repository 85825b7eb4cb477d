import fc from "fast-check";
import { expect, it } from "vitest";
import { findBin } from "../../src/monitoring/histogram.js";

it("findBin counts the edges below a number, of few edges and of many", () => {
  const number = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(
      fc.uniqueArray(number, { maxLength: 120, size: "max" }),
      number,
      fc.nat({ max: 3 }),
      (numbers, x, before) => {
        const edges = numbers.filter(Number.isFinite).sort((a, b) => a - b);
        const others = Array(before).fill(-Infinity);
        const bin = findBin(x, [...others, ...edges, Infinity], before, before + edges.length);
        expect(bin).toBe(edges.filter((edge) => x > edge).length);
      },
    ),
    { numRuns: 500 },
  );
});
