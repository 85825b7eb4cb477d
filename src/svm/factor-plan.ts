// The factor plan: how support vectors share work. The RBF kernel factorises over groups of
// columns, exactly:
//
//   K(x, s) = exp(−γ · ‖x − s‖²) = Π_g exp(−γ · ‖x_g − s_g‖²)
//
// Within a group support vectors repeat: 540 of them may come from 36 people. A leaf of the plan is
// a group of columns. It costs an exponential for each distinct row of the support vectors in them.
// A part of the plan is one leaf or several. It costs products for each distinct combination of
// their rows. So little is left to do for each single support vector.
//
// Categories have few combinations, so their factors are multiplied into the coefficients once for
// each combination (factored-rbf.ts). A cost model chooses the groups from the support vectors
// alone, so the plan is the same in every engine.

import type { SupportVectorBlock } from "../model-file/types.generated.js";
import {
  allEqual,
  type BlockRows,
  blockRows,
  spread,
  type UniqueRows,
  uniquePairs,
  uniqueValues,
} from "./unique-rows.js";

/** A group of columns, and its distinct rows. */
export interface Leaf extends UniqueRows {
  readonly columns: readonly number[];
  /** Whether they are the categories of one input. */
  readonly categories: boolean;
}

/** Some leaves, and the distinct combinations of their rows. */
export interface Part extends UniqueRows {
  readonly leaves: readonly Leaf[];
  /** The two parts that were joined to this one, if it has several leaves. */
  readonly joined: readonly Part[];
}

/** A plan of all columns. Each column is in one leaf. */
export interface FactorPlan {
  readonly first: Part;
  readonly second: Part;
  /** Categories of few combinations. */
  readonly last: Part;
  /** The distinct pairs of rows of the first and the second part. */
  readonly pairs: UniqueRows;
  /** The distinct combinations of pairs and rows of the last part. */
  readonly combinations: UniqueRows;
}

/** A group of columns while the plan is made. */
interface Group extends UniqueRows {
  readonly columns: readonly number[];
  /** The block whose rows these are. Undefined once the group has columns of several blocks. */
  readonly block: BlockRows | undefined;
  /** The same over all support vectors, once that was needed. */
  overAll?: UniqueRows;
}

/** Rough nanoseconds in V8 (`npm run bench`). Only the ratios matter. */
const PER_DIFFERENCE = 0.6;
const PER_EXPONENTIAL = 8;
const PER_PRODUCT = 1;
const LOOK_UPS = 16;

/** Support vectors to read before giving up on a column that does not repeat. */
const SAMPLE = 1024;
/** Groups of quantities, at most. A limit on the time to plan. */
const MAX_GROUPS = 8;
/**
 * Parts that are compared with each other in search of the next pair to join. Also such a limit.
 */
const WINDOW = 3;
/**
 * A part nearly follows from a larger one, its host, if they have at most so many times the
 * distinct rows of the host.
 */
const GROWTH = 1.5;
/** Larger parts that are tried as hosts. */
const HOSTS = 8;
/** Pairs per row of the first part, below which its chunks would mostly be filled up. */
const MIN_PAIRS = 3;
/** Numbers in the cache of weights: 1 MiB. */
export const WEIGHTS: number = 1 << 17;

/** Returns the cost of evaluating each support vector by itself. */
function costOfDense(count: number, width: number): number {
  return count * (width * PER_DIFFERENCE + PER_EXPONENTIAL);
}

/** Returns the cost of a group: of its exponentials. */
function costOfLeaf({ distinct, columns }: Leaf | Group): number {
  return costOfDense(distinct, columns.length);
}

/** Returns the cost of a plan: of its look-ups, exponentials, products and weights. */
function costOf(factorPlan: FactorPlan): number {
  const products = countProducts(factorPlan) + factorPlan.pairs.distinct;
  return leavesOf(factorPlan).reduce((sum, leaf) => sum + costOfLeaf(leaf), LOOK_UPS + products * PER_PRODUCT);
}

/** Returns the leaves of a plan. */
export function leavesOf({ first, second, last }: FactorPlan): readonly Leaf[] {
  return [first, second, last].flatMap(({ leaves }) => leaves);
}

/** Returns how many products of factors there are for a row. */
function countProducts({ first, second, last, pairs, combinations }: FactorPlan): number {
  let products = 0;
  const count = ({ joined, distinct }: Part): void => {
    if (joined[0]) products += distinct;
    joined.forEach(count);
  };
  [first, second, last].forEach(count);
  if (first.leaves[0]) products += pairs.distinct;
  if (last.leaves[0]) products += combinations.distinct;
  return products;
}

/**
 * Plans the factors of an SVR.
 *
 * @param blocks support vectors as the model file holds them
 * @param count support vectors, n
 * @param width columns, d
 * @returns undefined if evaluating each support vector by itself costs less
 */
export function planFactors(
  blocks: readonly SupportVectorBlock[],
  count: number,
  width: number,
): FactorPlan | undefined {
  const parts: Part[] = [];
  const quantities: Group[] = [];
  const unrepeated: number[] = [];
  for (const source of blocks) {
    const { columns } = source;
    const block = blockRows(source);
    for (let at = 0; at < columns.length; ) {
      const categories = findCategories(columns, block, at);
      if (categories) parts.push(toPart(categories, true));
      else {
        const values = uniqueValues(block, at, SAMPLE);
        if (values) insert({ ...values, columns: [columns[at]!], block }, quantities, count);
        else unrepeated.push(columns[at]!);
      }
      at += categories?.columns.length ?? 1;
    }
  }
  for (const group of quantities) parts.push(toPart(group, false));
  const index = new Int32Array(count).map((_, i) => i);
  if (unrepeated.length > 0)
    parts.push(toPart({ columns: unrepeated, block: undefined, distinct: count, index }, false));
  if (parts.length === 0) return undefined;
  const factorPlan = join(attach(parts, count), count);
  return costOf(factorPlan) < costOfDense(count, width) ? factorPlan : undefined;
}

/** Describes a plan: exponentials and columns of each leaf, then products. */
export function describePlan(factorPlan: FactorPlan): string {
  const leaves = leavesOf(factorPlan).map(({ distinct, columns }) => `${distinct} of ${columns.length}`);
  return `factored: ${leaves.join(", ")}; ${countProducts(factorPlan)} products`;
}

/**
 * Finds the categories of one input: a run of columns of which at most one is not 0 in each row.
 *
 * @param start where the run begins in the block
 * @returns undefined if the run is shorter than two columns
 */
function findCategories(columns: readonly number[], block: BlockRows, start: number): Group | undefined {
  const { rows } = block;
  /** The category of each row: its position in the run, plus 1. 0 stands for none. */
  const index = new Int32Array(rows.length);
  let width = 0;
  while (columns[start + width] === columns[start]! + width && addCategory(rows, start + width, width + 1, index))
    width++;
  if (width < 2) return undefined;
  // Leaves out categories that no row has.
  const categories = uniquePairs(allEqual(rows.length), { distinct: width + 1, index }, Infinity);
  return { ...categories, columns: columns.slice(start, start + width), block };
}

/**
 * Gives a category to the rows in which a column is not 0. Returns false, and gives it to none, if
 * one of them has a category already, or if they differ.
 */
function addCategory(
  rows: readonly (readonly number[])[],
  at: number,
  category: number,
  categories: Int32Array,
): boolean {
  let common = 0;
  for (let r = 0; r < rows.length; r++) {
    const value = rows[r]![at]!;
    if (value === 0) continue;
    common ||= value;
    if (value !== common || categories[r] !== 0) {
      while (r-- > 0) if (categories[r] === category) categories[r] = 0;
      return false;
    }
    categories[r] = category;
  }
  return true;
}

/** Adds a quantity to the group where it costs least, or as a group of its own. */
function insert(quantity: Group, groups: Group[], count: number): void {
  let least = groups.length < MAX_GROUPS ? costOfLeaf(quantity) + count * PER_PRODUCT : Infinity;
  let best = groups.length;
  let merged = quantity;
  groups.forEach((group, g) => {
    const cost = costOfLeaf(group);
    const joint = merge(group, quantity, (least + cost) / costOfDense(1, group.columns.length + 1));
    if (!joint || costOfLeaf(joint) - cost >= least) return;
    least = costOfLeaf(joint) - cost;
    best = g;
    merged = joint;
  });
  groups[best] = merged;
}

/** Joins two groups. Returns undefined if they have `limit` distinct rows or more. */
function merge(first: Group, second: Group, limit: number): Group | undefined {
  if (Math.max(first.distinct, second.distinct) >= limit) return undefined;
  const isOneBlock = first.block === second.block;
  const pairs = isOneBlock ? pair(first, second, limit) : pair(overAll(first), overAll(second), limit);
  const columns = [...first.columns, ...second.columns];
  return pairs && { ...pairs, columns, block: isOneBlock ? first.block : undefined };
}

/** Returns the distinct rows of a group over all support vectors. */
function overAll(group: Group): UniqueRows {
  group.overAll ??= spread(group, group.block);
  return group.overAll;
}

/** Returns the part of one leaf. */
function toPart(group: Group, categories: boolean): Part {
  const rows = overAll(group);
  return { leaves: [{ columns: group.columns, categories, ...rows }], joined: [], ...rows };
}

/** Returns the part of two parts. */
function joinTwo(first: Part, second: Part, pairs: UniqueRows): Part {
  return { leaves: [...first.leaves, ...second.leaves], joined: [first, second], ...pairs };
}

/**
 * Joins each part with a larger one from which it nearly follows, as a month does from its
 * workload.
 */
function attach(all: readonly Part[], count: number): Part[] {
  const parts = [...all].sort((a, b) => a.distinct - b.distinct);
  const apart: Part[] = [];
  for (let part = parts.shift(); part; part = parts.shift()) {
    let fewest = GROWTH;
    let host = -1;
    let together: UniqueRows | undefined;
    for (let h = 0; h < Math.min(parts.length, HOSTS); h++) {
      const { distinct } = parts[h]!;
      const pairs = pair(part, parts[h]!, Math.min(fewest * distinct, count / 2));
      if (!pairs) continue;
      fewest = pairs.distinct / distinct;
      host = h;
      together = pairs;
    }
    if (together) parts[host] = joinTwo(part, parts[host]!, together);
    else apart.push(part);
  }
  return apart;
}

/** Joins all parts to a plan. As many categories as have few combinations come last. */
function join(parts: readonly Part[], count: number): FactorPlan {
  const others = [...parts];
  const categories: Part[] = [];
  let most = count;
  for (const part of parts) {
    // Plus one for a value that is none of them.
    const more = most * (part.distinct + 1);
    if (others.length === 1 || !part.leaves.every((leaf) => leaf.categories) || more > WEIGHTS) continue;
    most = more;
    categories.push(part);
    others.splice(others.indexOf(part), 1);
  }
  const none: Part = { leaves: [], joined: [], ...allEqual(count) };
  const [last = none] = joinUntil(categories, 1);
  const [first, second = none] = joinUntil(others, 2).sort((a, b) => a.distinct - b.distinct);
  const pairs = uniquePairs(first!, second, Infinity);
  const combinations = uniquePairs(pairs, last, Infinity);
  if (pairs.distinct >= MIN_PAIRS * first!.distinct) return { first: first!, second, last, pairs, combinations };
  const both = second === none ? first! : joinTwo(first!, second, pairs);
  return { first: none, second: both, last, pairs, combinations };
}

/**
 * Joins parts two by two until so many are left, those with the fewest distinct pairs first. The
 * last ones have nearly as many as there are support vectors.
 */
function joinUntil(parts: Part[], left: number): Part[] {
  while (parts.length > left) {
    parts.sort((a, b) => a.distinct - b.distinct);
    let fewest = Infinity;
    let chosen: [number, number] = [0, 1];
    let together: UniqueRows | undefined;
    for (let b = 1; b < Math.min(parts.length, WINDOW); b++)
      for (let a = 0; a < b && parts[b]!.distinct < fewest; a++) {
        const pairs = pair(parts[a]!, parts[b]!, fewest);
        if (!pairs) continue;
        fewest = pairs.distinct;
        chosen = [a, b];
        together = pairs;
      }
    const [second] = parts.splice(chosen[1], 1);
    const first = parts[chosen[0]]!;
    together ??= uniquePairs(first, second!, Infinity);
    parts[chosen[0]] = joinTwo(first, second!, together);
  }
  return parts;
}

/** Finds the distinct pairs of two parts. Returns undefined if there are `limit` or more. */
function pair(first: UniqueRows, second: UniqueRows, limit: number): UniqueRows | undefined {
  // There are at least as many pairs as either part has rows.
  if (Math.max(first.distinct, second.distinct) >= limit) return undefined;
  const pairs = uniquePairs(first, second, limit);
  return pairs.distinct < limit ? pairs : undefined;
}
