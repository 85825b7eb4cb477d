// The factor plan: how support vectors share work. The RBF kernel factorises over groups of
// columns, exactly:
//
//   K(x, s) = exp(−γ · ‖x − s‖²) = Π_g exp(−γ · ‖x_g − s_g‖²)
//
// Within a group support vectors repeat: 540 of them may come from 36 people. A leaf of the plan is
// a group of columns. It costs an exponential for each distinct row of the support vectors in them.
// A branch joins two parts. It costs a product for each distinct pair of their rows. So little is
// left to do for each single support vector.
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

/** Two parts, and the distinct pairs of their rows, sorted by the row in the first part. */
export interface Branch extends UniqueRows {
  readonly parts: readonly [Node, Node];
  /** Where the pairs of each row of the first part begin, then the number of all pairs. */
  readonly starts: Int32Array;
  /** The row in the second part, per pair. */
  readonly rows: Int32Array;
}

/** A part of a plan. */
export type Node = Leaf | Branch;

/**
 * A plan of all columns. Its second part holds categories of few combinations, or no column. Its
 * first part holds the rest.
 */
export interface FactorPlan extends Branch {
  readonly parts: readonly [Branch, Node];
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

/** Returns the cost of a part: of its exponentials and products. */
function costOf(node: Node): number {
  if ("columns" in node) return costOfLeaf(node);
  return costOf(node.parts[0]) + costOf(node.parts[1]) + node.distinct * PER_PRODUCT;
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
  const nodes: Node[] = [];
  const quantities: Group[] = [];
  const unrepeated: number[] = [];
  for (const source of blocks) {
    const { columns } = source;
    const block = blockRows(source);
    for (let at = 0; at < columns.length; ) {
      const categories = findCategories(columns, block, at);
      if (categories) nodes.push(toLeaf(categories, true));
      else {
        const values = uniqueValues(block, at, SAMPLE);
        if (values) insert({ ...values, columns: [columns[at]!], block }, quantities, count);
        else unrepeated.push(columns[at]!);
      }
      at += categories?.columns.length ?? 1;
    }
  }
  for (const group of quantities) nodes.push(toLeaf(group, false));
  if (unrepeated.length > 0)
    nodes.push({
      columns: unrepeated,
      categories: false,
      distinct: count,
      index: new Int32Array(count).map((_, i) => i),
    });
  if (nodes.length === 0) return undefined;
  const factorPlan = join(attach(nodes, count), count);
  return costOf(factorPlan) < costOfDense(count, width) ? factorPlan : undefined;
}

/** Describes a plan: exponentials and columns of each leaf, then products. */
export function describePlan(factorPlan: FactorPlan): string {
  let products = 0;
  const describe = (node: Node): string => {
    if ("columns" in node) return `${node.distinct} of ${node.columns.length}`;
    const parts = node.parts.filter((part) => !isNone(part));
    if (parts.length > 1) products += node.distinct;
    return parts.map(describe).join(", ");
  };
  return `factored: ${describe(factorPlan)}; ${products} products`;
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

function toLeaf(group: Group, categories: boolean): Leaf {
  return { columns: group.columns, categories, ...overAll(group) };
}

/**
 * Joins each part with a larger one from which it nearly follows, as a month does from its
 * workload.
 */
function attach(nodes: readonly Node[], count: number): Node[] {
  const parts = [...nodes].sort((a, b) => a.distinct - b.distinct);
  const apart: Node[] = [];
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
    if (together) parts[host] = branch(part, parts[host]!, together);
    else apart.push(part);
  }
  return apart;
}

/** Joins all parts to a plan. As many categories as have few combinations come last. */
function join(parts: readonly Node[], count: number): FactorPlan {
  const nodes = [...parts];
  const categories: Node[] = [];
  let combinations = 1;
  for (const node of parts) {
    // Plus one for a value that is none of them.
    const more = combinations * (node.distinct + 1);
    if (nodes.length === 1 || !("columns" in node && node.categories) || more * count > WEIGHTS) continue;
    combinations = more;
    categories.push(node);
    nodes.splice(nodes.indexOf(node), 1);
  }
  const none: Leaf = { columns: [], categories: true, ...allEqual(count) };
  const first = joinPairs(nodes);
  const top = "columns" in first ? branch(none, first) : first;
  const last = categories.length > 0 ? joinPairs(categories) : none;
  return { ...branch(top, last), parts: [top, last] };
}

/** Tells whether a part holds no column. */
function isNone(node: Node): boolean {
  return "columns" in node && node.columns.length === 0;
}

/**
 * Joins parts two by two, those with the fewest distinct pairs first. The last ones have nearly as
 * many as there are support vectors.
 */
function joinPairs(nodes: Node[]): Node {
  while (nodes.length > 1) {
    nodes.sort((a, b) => a.distinct - b.distinct);
    let fewest = Infinity;
    let chosen: [number, number] = [0, 1];
    let together: UniqueRows | undefined;
    for (let b = 1; b < Math.min(nodes.length, WINDOW); b++)
      for (let a = 0; a < b && nodes[b]!.distinct < fewest; a++) {
        const pairs = pair(nodes[a]!, nodes[b]!, fewest);
        if (!pairs) continue;
        fewest = pairs.distinct;
        chosen = [a, b];
        together = pairs;
      }
    const [second] = nodes.splice(chosen[1], 1);
    nodes[chosen[0]] = branch(nodes[chosen[0]]!, second!, together);
  }
  return nodes[0]!;
}

/** Joins two parts. */
function branch(first: Node, second: Node, pairs: UniqueRows = uniquePairs(first, second, Infinity)): Branch {
  const { distinct, index } = pairs;
  const { length } = index;
  // Sorts the pairs by the row in the first part.
  const firstRow = new Int32Array(distinct);
  const secondRow = new Int32Array(distinct);
  for (let i = 0, k = 0; k < distinct; i++) {
    if (index[i] !== k) continue;
    firstRow[k] = first.index[i]!;
    secondRow[k++] = second.index[i]!;
  }
  const starts = new Int32Array(first.distinct + 1);
  for (let k = 0; k < distinct; k++) starts[firstRow[k]! + 1]!++;
  for (let row = 0; row < first.distinct; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const rows = new Int32Array(distinct);
  const position = new Int32Array(distinct);
  for (let k = 0; k < distinct; k++) {
    const to = next[firstRow[k]!]!++;
    rows[to] = secondRow[k]!;
    position[k] = to;
  }
  const sorted = new Int32Array(length);
  for (let i = 0; i < length; i++) sorted[i] = position[index[i]!]!;
  return { parts: [first, second], starts, rows, distinct, index: sorted };
}

/** Finds the distinct pairs of two parts. Returns undefined if there are `limit` or more. */
function pair(first: UniqueRows, second: UniqueRows, limit: number): UniqueRows | undefined {
  // There are at least as many pairs as either part has rows.
  if (Math.max(first.distinct, second.distinct) >= limit) return undefined;
  const pairs = uniquePairs(first, second, limit);
  return pairs.distinct < limit ? pairs : undefined;
}
