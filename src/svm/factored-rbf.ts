// The RBF kernel by groups of columns (see plan.ts). A leaf gives a factor for each distinct row of its columns, a branch the products of its
// parts' factors, and at the top stands one kernel for each support vector:
//
//   leaf:    F[r] = exp(−γ · ‖x_g − row r‖²)          branch:  F[k] = F_first[l] · F_second[r]          f(x) = Σ_k α_k · F[k] + b
//
// Where the second part of the top is categories alone, their factors are multiplied into the coefficients, once for each combination:
//
//   f(x) = Σ_l F_first[l] · W[l] + b,     W[l] = Σ_{k of l} α_k · F_second[r_k]
//
// All of these are remembered by the inputs that decide them (see cache.ts): a person who comes again costs no exponential, and a row of
// which everything was seen before not even the preprocessing.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { type Cache, createCache } from "./cache.js";
import { createContraction, ROWS } from "./contraction.js";
import { interleave, LANES, squaredDistances } from "./dense-blocks.js";
import { type Branch, type FactorPlan, type Leaf, type Node, WEIGHTS } from "./factor-plan.js";
import { type BlockedSvr, CHUNK, type Evaluator, type Place } from "./svr.js";
import { gatherUniqueRows } from "./unique-rows.js";

/** Doubles that a part of the plan remembers: 64 KiB. */
const FACTORS = 1 << 13;

/** Evaluates an SVR by a plan for its support vectors. Those that are equal are one, with the sum of their coefficients. */
export function createFactoredRbf(svr: BlockedSvr, places: readonly Place[], plan: FactorPlan): Evaluator {
  let completeRow = (): void => {};
  const compile = (node: Node): Cache =>
    "columns" in node
      ? compileLeaf(node, svr, places, () => completeRow())
      : compileBranch(node, compile(node.parts[0]), compile(node.parts[1]));
  const [top, categories] = plan.parts;
  const first = compile(top.parts[0]);
  const second = compile(top.parts[1]);
  const weights = cacheWeights(plan, svr.dualCoef, compile(categories));
  const sum = createContraction(top, first.values, second.values, weights.values);
  const sums = new Float64Array(CHUNK);
  return {
    load(cells, i, complete) {
      completeRow = complete;
      const row = i % ROWS;
      sum.place(row, first.find(cells), second.find(cells), weights.find(cells));
      if (row === ROWS - 1) sum.four(sums, i - row);
    },
    predict(count, predictions) {
      for (let i = count - (count % ROWS); i < count; i++) sums[i] = sum.one(i % ROWS);
      for (let i = 0; i < count; i++) predictions[i] = sums[i]! + svr.intercept;
    },
  };
}

/** The coefficients of the first part's rows, with the factors of the categories in them. */
function cacheWeights({ distinct, index, starts, rows }: FactorPlan, dualCoef: Float64Array, second: Cache): Cache {
  const coefficients = new Float64Array(distinct);
  index.forEach((k, i) => {
    coefficients[k]! += dualCoef[i]!;
  });
  const { length } = starts;
  const { values } = second;
  return createCache(second.keys, length - 1, WEIGHTS, (weights, at, cells) => {
    const from = second.find(cells);
    for (let l = 1, k = 0; l < length; l++) {
      let weight = 0;
      for (const end = starts[l]!; k < end; k++) weight += coefficients[k]! * values[from + rows[k]!]!;
      weights[at++] = weight;
    }
  });
}

function compileBranch({ distinct, starts, rows }: Branch, first: Cache, second: Cache): Cache {
  const { length } = starts;
  const left = first.values;
  const right = second.values;
  return createCache([...first.keys, ...second.keys], distinct, FACTORS, (factors, at, cells) => {
    let l = first.find(cells);
    const from = second.find(cells);
    for (let r = 1, k = 0; r < length; r++) {
      const factor = left[l++]!;
      for (const end = starts[r]!; k < end; k++) factors[at++] = factor * right[from + rows[k]!]!;
    }
  });
}

function compileLeaf(leaf: Leaf, svr: BlockedSvr, places: readonly Place[], complete: () => void): Cache {
  const { distinct, columns } = leaf;
  const { length } = columns;
  const minusGamma = -svr.gamma;
  const blocks = interleave(gatherUniqueRows(svr.blocks, columns, leaf), distinct, length);
  /** Of the row from the leaf's; then their factors. */
  const distances = packedDoubles(blocks.length * LANES);
  const values = packedDoubles(length);
  const keys = columns.flatMap((column) => places[column]!.keys);
  return createCache(keys, distinct, FACTORS, (factors, at, cells) => {
    complete();
    for (let c = 0; c < length; c++) values[c] = cells[places[columns[c]!]!.cell]!;
    squaredDistances(blocks, values, 0, 1, distances);
    exponentials(minusGamma, distances, distinct);
    for (let r = 0; r < distinct; r++) factors[at++] = distances[r]!;
  });
}
