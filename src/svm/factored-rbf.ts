// The RBF kernel by groups of columns (see plan.ts). A leaf gives a factor for each distinct row of its columns, a branch the products of its
// parts' factors, and at the top stands one kernel for each support vector:
//
//   leaf:    F[r] = exp(−γ · ‖x_g − row r‖²)          branch:  F[k] = F_first[l] · F_second[r]          f(x) = Σ_k α_k · F[k] + b
//
// What a leaf's factors were for the last values that it was given is remembered, in a table with a place for each hash: categories, and whatever
// else repeats in a batch, cost a look-up. What is remembered is what would be computed, so predictions do not depend on it.

import { exp } from "../numeric/exp.js";
import { doubles, interleave, LANES, measure } from "./dense-blocks.js";
import type { Branch, Leaf, Node } from "./plan.js";
import { type Evaluator, rowByRow, type Svr } from "./svr.js";

/** Doubles in a leaf's table: 32 KiB. */
const TABLE = 4096;

/** A part of the plan, ready to run. */
interface Factors {
  readonly memory: Float64Array;
  /** Computes the factors for a row; where in `memory` they are. */
  compute(row: Float64Array): number;
  /** Σ_k coefficients[k] · F[k]. */
  sum(row: Float64Array, coefficients: Float64Array): number;
}

/** Evaluates an SVR by a plan for its support vectors. Those that are equal are one, with the sum of their coefficients. */
export function createFactoredRbf({ dualCoef, gamma, intercept, supportVectors, width }: Svr, plan: Node): Evaluator {
  const coefficients = new Float64Array(plan.distinct);
  plan.index.forEach((k, i) => {
    coefficients[k]! += dualCoef[i]!;
  });
  const top = compile(plan, supportVectors, width, -gamma);
  const row = new Float64Array(width);
  return rowByRow(width, (rows, at) => {
    for (let c = 0; c < width; c++) row[c] = rows[at + c]!;
    return top.sum(row, coefficients) + intercept;
  });
}

function compile(node: Node, vectors: Float64Array, width: number, minusGamma: number): Factors {
  if ("columns" in node) return compileLeaf(node, vectors, width, minusGamma);
  const [first, second] = node.parts;
  return compileBranch(node, compile(first, vectors, width, minusGamma), compile(second, vectors, width, minusGamma));
}

function compileBranch({ distinct, starts, rows }: Branch, first: Factors, second: Factors): Factors {
  const memory = new Float64Array(distinct);
  return {
    memory,
    compute(row) {
      const atFirst = first.compute(row);
      const atSecond = second.compute(row);
      const left = first.memory;
      const right = second.memory;
      for (let r = 0, k = 0; r < starts.length - 1; r++) {
        const factor = left[atFirst + r]!;
        for (const end = starts[r + 1]!; k < end; k++) memory[k] = factor * right[atSecond + rows[k]!]!;
      }
      return 0;
    },
    sum(row, coefficients) {
      const atFirst = first.compute(row);
      const atSecond = second.compute(row);
      const left = first.memory;
      const right = second.memory;
      let sum = 0;
      for (let r = 0, k = 0; r < starts.length - 1; r++) {
        let part = 0;
        for (const end = starts[r + 1]!; k < end; k++) part += coefficients[k]! * right[atSecond + rows[k]!]!;
        sum += left[atFirst + r]! * part;
      }
      return sum;
    },
  };
}

function compileLeaf(leaf: Leaf, vectors: Float64Array, width: number, minusGamma: number): Factors {
  const { distinct, index } = leaf;
  const columns = Int32Array.from(leaf.columns);
  const { length } = columns;
  const rows = new Float64Array(distinct * length);
  // Rows are numbered in the order in which support vectors bring them.
  for (let i = 0, next = 0; next < distinct; i++) {
    if (index[i] !== next) continue;
    for (let c = 0; c < length; c++) rows[next * length + c] = vectors[i * width + columns[c]!]!;
    next++;
  }
  const blocks = interleave(rows, distinct, length);
  const distances = new Float64Array(blocks.length * LANES);
  const values = doubles(length);
  // An entry: the values of the columns, then the factors.
  const size = length + distinct;
  let entries = 1;
  while (2 * entries * size <= TABLE) entries *= 2;
  // NaN equals nothing, so that an empty entry is never taken for one.
  const memory = new Float64Array(entries * size).fill(NaN);
  const compute = (row: Float64Array): number => {
    let hash = 0;
    for (let c = 0; c < length; c++) hash = Math.imul(hash ^ (row[columns[c]!]! * 65537), 0x9e3779b1);
    const entry = ((hash >>> 15) & (entries - 1)) * size;
    const at = entry + length;
    let same = true;
    for (let c = 0; c < length; c++) if (memory[entry + c] !== row[columns[c]!]) same = false;
    if (same) return at;
    for (let c = 0; c < length; c++) {
      values[c] = row[columns[c]!]!;
      memory[entry + c] = values[c]!;
    }
    measure(blocks, values, length, distances);
    for (let r = 0; r < distinct; r++) memory[at + r] = exp(minusGamma * distances[r]!);
    return at;
  };
  const sum = (row: Float64Array, coefficients: Float64Array): number => {
    const at = compute(row);
    let total = 0;
    for (let k = 0; k < distinct; k++) total += coefficients[k]! * memory[at + k]!;
    return total;
  };
  return { memory, compute, sum };
}
