// A factor of an RBF kernel machine: the kernel over the columns of one component. The multilinear
// extension of the game lets each input take its value from the record with probability t. Then the
// factor of a support vector is
//
//   g(t) = Σ_{T ⊆ J} t^|T| (1 − t)^(m − |T|) k(x_T, b_{J∖T}; s)
//
// for the m inputs J of the component, a record x and a row b of the background. What input j
// changes in it is
//
//   d_j(t) = Σ_{T ⊆ J∖j} t^|T| (1 − t)^(m − 1 − |T|) (k(x_{T∪j}, …) − k(x_T, …))
//
// For one input that is g(t) = k(b; s) + t · d and d = k(x; s) − k(b; s).

import { exponentials } from "../numeric/exp.js";

/** A factor. Its classes are the distinct rows of the background in its inputs. */
export interface Factor {
  /** Positions of its inputs. */
  readonly players: readonly number[];
  /** The distinct rows of the support vectors in its columns. */
  readonly rowCount: number;
  /** Numbers that it keeps for each class. */
  readonly size: number;
  /**
   * Computes the kernels of a record.
   *
   * @param record all cells
   * @param classes all cells of a row of each class. The same list holds the same rows
   * @throws ExplainError `MIX_REJECTED`
   */
  prepare(record: Float64Array, classes: readonly Float64Array[]): void;
  /**
   * Writes g(t) of a class.
   *
   * @param nodes the values of t, one per lane
   * @param values receives `LANES` numbers per row, from `at` on
   */
  evaluate(nodes: Float64Array, ofClass: number, values: Float64Array, at: number): void;
  /**
   * Adds what the inputs of the factor contribute.
   *
   * @param nodes the values of t, one per lane
   * @param weights of them
   * @param derivatives of the machine with respect to g, `LANES` numbers per row, from `at` on
   * @param times multiplies what is added
   * @param contributions one per input
   */
  contribute(
    nodes: Float64Array,
    weights: Float64Array,
    ofClass: number,
    derivatives: Float64Array,
    at: number,
    times: number,
    contributions: Float64Array,
  ): void;
}

/** The distinct rows of support vectors in some columns. */
export interface FactorRows {
  readonly gamma: number;
  readonly count: number;
  /** The cells of the columns. */
  readonly cells: readonly number[];
  /** The rows, one after the other. */
  readonly values: Float64Array;
}

/** Returns the kernels between cells and each row. */
export function kernelsOf({ gamma, count, cells: columns, values }: FactorRows, cells: Float64Array): number[] {
  const kernels: number[] = [];
  for (let row = 0, at = 0; row < count; row++) {
    let distance = 0;
    for (let c = 0; c < columns.length; c++) {
      const difference = cells[columns[c]!]! - values[at++]!;
      distance += difference * difference;
    }
    kernels.push(distance);
  }
  exponentials(gamma, kernels, 0, count);
  return kernels;
}
