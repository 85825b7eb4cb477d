// The RBF kernel by groups of columns (see plan.ts). A leaf gives a factor for each distinct row of its columns, a branch the products of its
// parts' factors, and at the top stands one kernel for each support vector:
//
//   leaf:    F[r] = exp(−γ · ‖x_g − row r‖²)          branch:  F[k] = F_first[l] · F_second[r]          f(x) = Σ_k α_k · F[k] + b
//
// What a leaf's factors were for the last values that it was given is remembered, in a table with a place for each hash: categories, and whatever
// else repeats in a batch, cost a look-up. What is remembered is what would be computed, so predictions do not depend on it.

import { exp } from "../numeric/exp.js";
import type { Branch, Leaf, Node } from "./plan.js";
import type { Evaluator, Svr } from "./svr.js";

/** Doubles in a leaf's table: 128 KiB. */
const TABLE = 16384;

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
  const evaluate = (row: Float64Array): number => top.sum(row, coefficients) + intercept;
  const single = new Float64Array(width);
  const evaluateRows = (rows: Float64Array, count: number, predictions: Float64Array): void => {
    for (let i = 0, at = 0; i < count; i++) {
      for (let c = 0; c < width; c++, at++) single[c] = rows[at]!;
      predictions[i] = evaluate(single);
    }
  };
  return { evaluate, evaluateRows };
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

/** Rows per pass: their additions overlap, where those of one row would wait for each other. */
const LANES = 4;

function compileLeaf(leaf: Leaf, vectors: Float64Array, width: number, minusGamma: number): Factors {
  const { distinct, index } = leaf;
  const columns = Int32Array.from(leaf.columns);
  const { length } = columns;
  const padded = Math.ceil(distinct / LANES) * LANES;
  // The values of a column in the rows of one pass stand side by side.
  const rows = new Float64Array(padded * length);
  index.forEach((r, i) => {
    const pass = (r - (r % LANES)) * length + (r % LANES);
    for (let c = 0; c < length; c++) rows[pass + c * LANES] = vectors[i * width + columns[c]!]!;
  });
  // An entry: the values of the columns, then the factors.
  const size = length + padded;
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
    for (let c = 0; c < length; c++) memory[entry + c] = row[columns[c]!]!;
    for (let r = 0, from = 0; r < padded; r += LANES) {
      let distance0 = 0;
      let distance1 = 0;
      let distance2 = 0;
      let distance3 = 0;
      for (let c = entry; c < at; c++, from += LANES) {
        const x = memory[c]!;
        const difference0 = x - rows[from]!;
        const difference1 = x - rows[from + 1]!;
        const difference2 = x - rows[from + 2]!;
        const difference3 = x - rows[from + 3]!;
        distance0 += difference0 * difference0;
        distance1 += difference1 * difference1;
        distance2 += difference2 * difference2;
        distance3 += difference3 * difference3;
      }
      memory[at + r] = distance0;
      memory[at + r + 1] = distance1;
      memory[at + r + 2] = distance2;
      memory[at + r + 3] = distance3;
    }
    for (let k = at; k < at + distinct; k++) memory[k] = exp(minusGamma * memory[k]!);
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
