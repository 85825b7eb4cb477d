// The factored evaluator of the RBF kernel, by groups of columns (factor-plan.ts). A leaf of the
// factor plan computes a factor for each distinct row r of its columns g. A branch computes a
// product for each distinct pair (l, r) of rows of its two parts.
//
//   leaf:     F[r] = exp(−γ · ‖x_g − s_r‖²)
//   branch:   F[l, r] = F_first[l] · F_second[r]
//
// The second part of the whole plan holds categories alone, which have few combinations. So their
// factors are multiplied into the coefficients, once for each combination. With the pairs (l, r) of
// the first part and the rows c of the categories:
//
//   W[l, r] = Σ_c α[l, r, c] · F_categories[c]
//   f(x) = Σ_l F_first[l] · Σ_r W[l, r] · F_second[r] + b
//
// Factors and weights are cached by the inputs that decide them (cache.ts). A person who comes
// again costs no exponential. A row all of whose parts were seen before is not even preprocessed.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { type Cache, createCache } from "./cache.js";
import { createContraction, ROWS } from "./contraction.js";
import { type Branch, type FactorPlan, type Leaf, type Node, WEIGHTS } from "./factor-plan.js";
import { packPanels, squaredDistances } from "./kernels.js";
import { type BlockedSvr, CHUNK, type Evaluator, type Feature } from "./svr.js";
import { gatherUniqueRows } from "./unique-rows.js";

/** Numbers in the cache of one part of the plan: 64 KiB. */
const FACTORS = 1 << 13;

/** Creates an evaluator by a factor plan. Support vectors that are equal count as one. */
export function createFactoredRbf(svr: BlockedSvr, features: readonly Feature[], factorPlan: FactorPlan): Evaluator {
  let transform = (): void => {};
  const cacheFactors = (node: Node): Cache =>
    "columns" in node
      ? cacheLeaf(node, svr, features, () => transform())
      : cacheBranch(node, cacheFactors(node.parts[0]), cacheFactors(node.parts[1]));
  const [top, categories] = factorPlan.parts;
  const first = cacheFactors(top.parts[0]);
  const second = cacheFactors(top.parts[1]);
  const weights = cacheWeights(factorPlan, svr.dualCoef, cacheFactors(categories));
  const contraction = createContraction(top, first.values, second.values, weights.values);
  const sums = new Float64Array(CHUNK);
  return {
    load(cells, i, ensureTransformed) {
      transform = ensureTransformed;
      const row = i % ROWS;
      contraction.load(row, first.find(cells), second.find(cells), weights.find(cells));
      if (row === ROWS - 1) contraction.sumFour(sums, i - row);
    },
    predict(count, predictions) {
      for (let i = count - (count % ROWS); i < count; i++) sums[i] = contraction.sumOne(i % ROWS);
      for (let i = 0; i < count; i++) predictions[i] = sums[i]! + svr.intercept;
    },
  };
}

/** Caches W: a weight for each row of the plan's first part. */
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

/** Caches the products of a branch. */
function cacheBranch({ distinct, starts, rows }: Branch, first: Cache, second: Cache): Cache {
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

/** Caches the factors of a leaf. */
function cacheLeaf(leaf: Leaf, svr: BlockedSvr, features: readonly Feature[], ensureTransformed: () => void): Cache {
  const { distinct, columns } = leaf;
  const { length } = columns;
  const minusGamma = -svr.gamma;
  const panels = packPanels(gatherUniqueRows(svr.blocks, columns, leaf), distinct, length);
  /** Squared distances of the row from those of the leaf, then their factors. */
  const distances = packedDoubles(panels.lanes);
  const values = packedDoubles(length);
  const keys = columns.flatMap((column) => features[column]!.keys);
  return createCache(keys, distinct, FACTORS, (factors, at, cells) => {
    ensureTransformed();
    for (let c = 0; c < length; c++) values[c] = cells[features[columns[c]!]!.cell]!;
    squaredDistances(panels, values, 0, 1, distances, 0);
    exponentials(minusGamma, distances, 0, distinct);
    for (let r = 0; r < distinct; r++) factors[at++] = distances[r]!;
  });
}
