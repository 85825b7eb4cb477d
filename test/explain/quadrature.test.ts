// The nodes and weights, compared with those that generate.py computes in 50 digits.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { gaussLegendre } from "../../src/explain/quadrature.js";

const rules: Record<string, [nodes: number[], weights: number[]]> = JSON.parse(
  readFileSync(new URL("quadrature.json", import.meta.url), "utf8"),
);

it.each(Object.keys(rules))("%s nodes are right to 1e-15", (count) => {
  const { nodes, weights } = gaussLegendre(Number(count));
  const [expectedNodes, expectedWeights] = rules[count]!;
  expect(nodes.length).toBe(Number(count));
  nodes.forEach((node, i) => {
    expect(Math.abs(node - expectedNodes[i]!)).toBeLessThanOrEqual(1e-15);
    expect(Math.abs(weights[i]! - expectedWeights[i]!)).toBeLessThanOrEqual(1e-15);
  });
});

it("polynomials up to the degree 2n − 1 are integrated exactly", () => {
  const { nodes, weights } = gaussLegendre(4);
  const integral = nodes.reduce((sum, node, i) => sum + weights[i]! * node ** 7, 0);
  expect(integral).toBeCloseTo(1 / 8, 15);
});
