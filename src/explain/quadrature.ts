// Gauss–Legendre quadrature on [0, 1]: exact for polynomials up to the degree 2n − 1. The nodes are
// the zeros of the Legendre polynomial of degree n, found by Newton's method from Tricomi's
// estimates. Weights: 1 / ((1 − x²) P_n'(x)²) for nodes x on [−1, 1].

import { SIXTEENTH_OF_PI } from "../numeric/constants.js";
import { cos } from "../numeric/trigonometric.js";

const PI = 16 * SIXTEENTH_OF_PI[0];

/** Nodes and weights. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** From Tricomi's estimates, Newton's method needs 3 steps. */
const STEPS = 5;

/**
 * Computes the nodes in ascending order, and their weights.
 *
 * @param count n, from 1 on
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 1; 2 * k <= count + 1; k++) {
    // The middle one of an odd number is 0.
    const isMiddle = 2 * k === count + 1;
    const shrink = 1 - (count - 1) / (8 * count * count * count);
    let x = isMiddle ? 0 : shrink * cos((PI * (4 * k - 1)) / (4 * count + 2));
    for (let step = 0; step < STEPS && !isMiddle; step++) {
      const { value, slope } = legendre(count, x);
      x -= value / slope;
    }
    const { slope } = legendre(count, x);
    const weight = 1 / ((1 - x * x) * slope * slope);
    nodes[count - k] = (1 + x) / 2;
    nodes[k - 1] = (1 - x) / 2;
    weights[count - k] = weight;
    weights[k - 1] = weight;
  }
  return { nodes, weights };
}

/** Computes P_n(x) and its slope by Bonnet's recursion. */
function legendre(n: number, x: number): { readonly value: number; readonly slope: number } {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return { value, slope: (n * (previous - x * value)) / (1 - x * x) };
}
