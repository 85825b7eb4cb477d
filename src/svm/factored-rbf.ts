// The factored evaluator of the RBF kernel, by groups of columns (factor-plan.ts). A leaf of the
// factor plan computes a factor for each distinct row r of its columns g. A part multiplies the
// factors of its leaves for each distinct combination c of their rows.
//
//   leaf:     F[r] = exp(−γ · ‖x_g − s_r‖²)
//   part:     P[c] = Π_g F_g[r_g], two parts at a time
//
// The last part of the plan holds categories alone, which have few combinations. So their factors
// are multiplied into the coefficients, once for each combination. With the pairs (l, r) of
// combinations of the first and the second part:
//
//   W[l, r] = Σ_c α[l, r, c] · P_last[c]
//   f(x) = Σ_l P_first[l] · Σ_r W[l, r] · P_second[r] + b
//
// Factors and weights are cached by the inputs that decide them (cache.ts). A person who comes
// again costs no exponential. A row all of whose parts were seen before is not even preprocessed.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { createCache, type Find } from "./cache.js";
import { type Chunks, contract, layOutChunks } from "./contraction.js";
import { type FactorPlan, type Leaf, type Part, WEIGHTS } from "./factor-plan.js";
import { packPanels, squaredDistances } from "./kernels.js";
import { type BlockedSvr, CHUNK, type Evaluator, type Feature } from "./svr.js";
import { gatherUniqueRows } from "./unique-rows.js";

/** Numbers in the cache of one part of the plan: 128 KiB. */
const FACTORS = 1 << 14;

/** What the parts of an evaluator share. */
interface Context {
  readonly svr: BlockedSvr;
  readonly features: readonly Feature[];
  /** The numbers of all parts. */
  readonly numbers: number[];
  /** Runs the steps, unless they ran for this row. */
  transform(): void;
}

/** Creates an evaluator by a factor plan. Support vectors that are equal count as one. */
export function createFactoredRbf(svr: BlockedSvr, features: readonly Feature[], factorPlan: FactorPlan): Evaluator {
  const numbers = packedDoubles(1);
  const context: Context = { svr, features, numbers, transform() {} };
  const { first, second, pairs } = factorPlan;
  const chunks = layOutChunks(pairs, first, second);
  const { layout } = chunks;
  const findFirst = cachePart(first, context);
  const findSecond = cachePart(second, context);
  const findWeights = cacheWeights(factorPlan, chunks, context);
  const sums = new Float64Array(CHUNK);
  return {
    load(cells, i, ensureTransformed) {
      context.transform = ensureTransformed;
      sums[i] = contract(layout, numbers, findFirst(cells), findSecond(cells), findWeights(cells));
    },
    predict(count, predictions) {
      for (let i = 0; i < count; i++) predictions[i] = sums[i]! + svr.intercept;
    },
  };
}

/** Caches W: a weight for each pair, in its place in a chunk. */
function cacheWeights({ pairs, last, combinations }: FactorPlan, { places, size }: Chunks, context: Context): Find {
  const { svr, numbers } = context;
  const coefficients = new Float64Array(combinations.distinct);
  const placeOf = new Int32Array(combinations.distinct);
  const rowOf = new Int32Array(combinations.distinct);
  combinations.index.forEach((k, i) => {
    coefficients[k]! += svr.dualCoef[i]!;
    placeOf[k] = places[pairs.index[i]!]!;
    rowOf[k] = last.index[i]!;
  });
  const find = cachePart(last, context);
  return createCache(numbers, keysOf(last.leaves, context), size, WEIGHTS, (at, cells) => {
    addUp(numbers, at, size, placeOf, coefficients, find(cells), rowOf);
  });
}

// Loops are functions of their own, so that V8 compiles them without what is around them. A fresh
// process would wait for that at its end.

function addUp(
  numbers: number[],
  at: number,
  size: number,
  placeOf: Int32Array,
  coefficients: Float64Array,
  from: number,
  rowOf: Int32Array,
): void {
  for (let k = 0; k < size; k++) numbers[at + k] = 0;
  for (let k = 0; k < rowOf.length; k++) numbers[at + placeOf[k]!]! += coefficients[k]! * numbers[from + rowOf[k]!]!;
}

/** Caches the products of a part. That of a part without leaves is 1. */
function cachePart({ leaves, joined, distinct, index }: Part, context: Context): Find {
  const { numbers } = context;
  const [first, second] = joined.map((part) => {
    const rows = new Int32Array(distinct);
    for (let i = 0; i < index.length; i++) rows[index[i]!] = part.index[i]!;
    return { find: cachePart(part, context), rows };
  });
  if (first)
    return createCache(numbers, keysOf(leaves, context), distinct, FACTORS, (at, cells) =>
      multiply(numbers, at, first.find(cells), first.rows, second!.find(cells), second!.rows),
    );
  if (leaves[0]) return cacheLeaf(leaves[0], context);
  const one = numbers.push(1) - 1;
  return () => one;
}

function multiply(
  numbers: number[],
  at: number,
  first: number,
  firstRows: Int32Array,
  second: number,
  secondRows: Int32Array,
): void {
  for (let k = 0; k < firstRows.length; k++)
    numbers[at + k] = numbers[first + firstRows[k]!]! * numbers[second + secondRows[k]!]!;
}

/** Caches the factors of a leaf. */
function cacheLeaf(leaf: Leaf, context: Context): Find {
  const { svr, features, numbers } = context;
  const { distinct, columns } = leaf;
  const { length } = columns;
  const minusGamma = -svr.gamma;
  const panels = packPanels(gatherUniqueRows(svr.blocks, columns, leaf), distinct, length);
  /** Squared distances of the row from those of the leaf, then their factors. */
  const distances = packedDoubles(panels.lanes);
  const values = packedDoubles(length);
  return createCache(numbers, keysOf([leaf], context), distinct, FACTORS, (at, cells) => {
    context.transform();
    for (let c = 0; c < length; c++) values[c] = cells[features[columns[c]!]!.cell]!;
    squaredDistances(panels, values, 0, 1, distances, 0);
    exponentials(minusGamma, distances, 0, distinct);
    for (let r = 0; r < distinct; r++) numbers[at++] = distances[r]!;
  });
}

/** Returns the cells that decide the features of these leaves. */
function keysOf(leaves: readonly Leaf[], { features }: Context): readonly number[] {
  return leaves.flatMap(({ columns }) => columns.flatMap((column) => features[column]!.keys));
}
