// The factored evaluator of the RBF kernel, by groups of columns (factors.ts). A group computes a
// factor for each distinct row r of its columns g. A join multiplies the factors of two nodes for
// each distinct pair p of their rows.
//
//   group:   F[r] = exp(−γ · ‖x_g − s_r‖²)
//   join:    J[p] = A[a_p] · B[b_p]
//
// The last node of the plan holds categories alone, which have few combinations. So their factors
// are multiplied into the coefficients, once for each combination. With the pairs (l, r) of rows of
// the first and the second node, and a row c of the last one:
//
//   W[l, r] = Σ_c α[l, r, c] · last[c]
//   f(x) = Σ_l first[l] · Σ_r W[l, r] · second[r] + b
//
// Nodes and weights are cached by the inputs that decide them (cache.ts). A person who comes again
// costs no exponential, and a row whose nodes are all in caches is not even preprocessed.

import { exponentials } from "../numeric/exp.js";
import { packedDoubles } from "../numeric/packed-doubles.js";
import { createCache, type Find } from "./cache.js";
import { type Chunks, contract, contractSpread, layOutChunks, spreadOut } from "./contraction.js";
import type { FactorPlan, Node } from "./factors.js";
import { packPanels, squaredDistances } from "./kernels.js";
import { type BlockedSvr, CHUNK, type Evaluator, type Features } from "./svr.js";
import { gatherUniqueRows, type UniqueRows } from "./unique-rows.js";

/** Numbers in the cache of one node: 128 KiB. */
const FACTORS = 1 << 14;
/** Numbers in the cache of weights: 1 MiB. */
const WEIGHTS = 1 << 17;
/** Numbers are spread out if so many of 256 rows find them, because that takes a while. */
const SPREAD_HITS = 160;

/** What the nodes of an evaluator share. */
interface Context {
  readonly svr: BlockedSvr;
  readonly features: Features;
  /** The numbers of all nodes. */
  readonly numbers: number[];
  /** Whether the steps ran for this row. */
  isTransformed: boolean;
}

/** Creates an evaluator by a factor plan. Support vectors that are equal count as one. */
export function createFactoredRbf(svr: BlockedSvr, features: Features, factorPlan: FactorPlan): Evaluator {
  const numbers = packedDoubles(1);
  const context: Context = { svr, features, numbers, isTransformed: false };
  const { first, second, pairs } = factorPlan;
  const chunks = layOutChunks(pairs, first, second);
  const findFirst = cacheNode(first, context);
  const findSecond = cacheNode(second, context);
  const findSpread = createCache(
    numbers,
    keysOf(second, context),
    chunks.size,
    WEIGHTS,
    (at, cells) => spreadOut(chunks, numbers, findSecond(cells), at),
    SPREAD_HITS,
    true,
  );
  const findWeights = cacheWeights(factorPlan, chunks, context);
  const sums = new Float64Array(CHUNK);
  return {
    load(cells, i, isTransformed) {
      context.isTransformed = isTransformed;
      const from = findFirst(cells);
      const weights = findWeights(cells);
      const spread = findSpread(cells);
      sums[i] =
        spread < 0
          ? contract(chunks, numbers, from, findSecond(cells), weights)
          : contractSpread(chunks, numbers, from, spread, weights);
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
  combinations.index.forEach((k, i) => {
    coefficients[k]! += svr.dualCoef[i]!;
  });
  const placeOf = rowsIn(pairs, combinations).map((pair) => places[pair]!);
  const rowOf = rowsIn(last, combinations);
  const find = cacheNode(last, context);
  return createCache(numbers, keysOf(last, context), size, WEIGHTS, (at, cells) => {
    addUp(numbers, at, size, placeOf, coefficients, find(cells), rowOf);
  });
}

/** Caches the factors of a node. That of no column is 1. */
function cacheNode(node: Node, context: Context): Find {
  const { numbers } = context;
  const { columns, joined, distinct } = node;
  const [a, b] = joined;
  const keys = keysOf(node, context);
  if (a && b) {
    const find = cacheNode(a, context);
    const rows = rowsIn(a, node);
    const otherRows = rowsIn(b, node);
    // Quantities of several inputs seldom repeat where the join does not: no cache for them alone.
    // One input has two keys, itself and the origin of the row.
    if (!b.joined[0] && keysOf(b, context).length > 2) {
      const { factors, compute } = createGroup(b, context);
      return createCache(numbers, keys, distinct, FACTORS, (at, cells) => {
        compute(cells);
        multiply(numbers, at, find(cells), rows, factors, 0, otherRows);
      });
    }
    const findOther = cacheNode(b, context);
    return createCache(numbers, keys, distinct, FACTORS, (at, cells) =>
      multiply(numbers, at, find(cells), rows, numbers, findOther(cells), otherRows),
    );
  }
  if (columns[0] !== undefined) {
    const { factors, compute } = createGroup(node, context);
    return createCache(numbers, keys, distinct, FACTORS, (at, cells) => {
      compute(cells);
      for (let r = 0; r < distinct; r++) numbers[at++] = factors[r]!;
    });
  }
  const one = numbers.push(1) - 1;
  return () => one;
}

/** Computes the factors of a group, without a cache. */
interface Group {
  /** Receives the factors, one per distinct row. */
  readonly factors: readonly number[];
  compute(cells: Float64Array): void;
}

function createGroup(node: Node, context: Context): Group {
  const { svr, features } = context;
  const { columns, distinct } = node;
  const { length } = columns;
  const panels = packPanels(gatherUniqueRows(svr.blocks, columns, node), distinct, length);
  const transform = features.computing(columns);
  const from = columns.map((column) => features.cells[column]!);
  /** Squared distances of the row from those of the group, then their factors. */
  const factors = packedDoubles(panels.lanes);
  const values = packedDoubles(length);
  return {
    factors,
    compute(cells) {
      if (!context.isTransformed) transform(cells);
      for (let c = 0; c < length; c++) values[c] = cells[from[c]!]!;
      squaredDistances(panels, values, 0, 1, factors, 0);
      exponentials(svr.gamma, factors, 0, distinct);
    },
  };
}

/** Returns the row of a node for each row of another one that has its columns, too. */
function rowsIn({ index }: UniqueRows, { firsts }: UniqueRows): number[] {
  return firsts.map((i) => index[i]!);
}

/** Returns the cells that decide the features of a node. */
function keysOf({ columns }: Node, { features }: Context): readonly number[] {
  return columns.length > 0 ? features.keysOf(columns) : [];
}

// Loops are functions of their own, so that V8 compiles them without what is around them. A fresh
// process would wait for that at its end.

function addUp(
  numbers: number[],
  at: number,
  size: number,
  placeOf: readonly number[],
  coefficients: Float64Array,
  from: number,
  rowOf: readonly number[],
): void {
  for (let k = 0; k < size; k++) numbers[at + k] = 0;
  for (let k = 0; k < rowOf.length; k++) numbers[at + placeOf[k]!]! += coefficients[k]! * numbers[from + rowOf[k]!]!;
}

function multiply(
  numbers: number[],
  at: number,
  first: number,
  rows: readonly number[],
  others: readonly number[],
  second: number,
  otherRows: readonly number[],
): void {
  let k = 0;
  // Four products a turn take 0.6 of the time.
  for (; k < rows.length - 3; k += 4) {
    numbers[at + k] = numbers[first + rows[k]!]! * others[second + otherRows[k]!]!;
    numbers[at + k + 1] = numbers[first + rows[k + 1]!]! * others[second + otherRows[k + 1]!]!;
    numbers[at + k + 2] = numbers[first + rows[k + 2]!]! * others[second + otherRows[k + 2]!]!;
    numbers[at + k + 3] = numbers[first + rows[k + 3]!]! * others[second + otherRows[k + 3]!]!;
  }
  for (; k < rows.length; k++) numbers[at + k] = numbers[first + rows[k]!]! * others[second + otherRows[k]!]!;
}
