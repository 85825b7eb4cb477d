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
import { allEqual, type UniqueRows, uniquePairs, uniqueValues } from "./unique-rows.js";

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

/** Returns the cost of a part: of its exponentials and products. */
function costOf(node: Node): number {
  if ("columns" in node) return costOfDense(node.distinct, node.columns.length);
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
  const quantities: Leaf[] = [];
  const unrepeated: number[] = [];
  for (const block of blocks)
    for (let at = 0; at < block.columns.length; ) {
      const leaf = leafOfCategories(block, at);
      if (leaf) nodes.push(leaf);
      else {
        const column = block.columns[at]!;
        const values = uniqueValues(block, at, count, SAMPLE);
        if (values) insert({ columns: [column], categories: false, ...values }, quantities, count);
        else unrepeated.push(column);
      }
      at += leaf?.columns.length ?? 1;
    }
  nodes.push(...quantities);
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
 * Finds the categories of one input: a run of columns of which at most one is not 0 in each support
 * vector.
 *
 * @param start where the run begins in the block
 * @returns undefined if the run is shorter than two columns
 */
function leafOfCategories(block: SupportVectorBlock, start: number): Leaf | undefined {
  const { columns, rows, index } = block;
  /** The category of each row: its position in the run, plus 1. 0 stands for none. */
  const categories = new Int32Array(rows.length);
  let end = start;
  const isCategory = (): boolean => {
    let category = 0;
    return rows.every((row, r) => {
      const value = row[end]!;
      category ||= value;
      return value === 0 || (value === category && categories[r] === 0);
    });
  };
  while (columns[end] === columns[start]! + end - start && isCategory()) {
    rows.forEach((row, r) => {
      if (row[end] !== 0) categories[r] = end - start + 1;
    });
    end++;
  }
  if (end - start < 2) return undefined;
  const found = { distinct: end - start + 1, index: Int32Array.from(index ?? rows.keys(), (row) => categories[row]!) };
  // Leaves out categories that no support vector has.
  const uniqueRows = uniquePairs(allEqual(found.index.length), found, Infinity);
  return { columns: columns.slice(start, end), categories: true, ...uniqueRows };
}

/** Adds a quantity to the group where it costs least, or as a group of its own. */
function insert(leaf: Leaf, groups: Leaf[], count: number): void {
  let least = groups.length < MAX_GROUPS ? costOf(leaf) + count * PER_PRODUCT : Infinity;
  let best = groups.length;
  let merged = leaf;
  groups.forEach((group, g) => {
    const columns = [...group.columns, ...leaf.columns];
    const pairs = pair(group, leaf, (least + costOf(group)) / costOfDense(1, columns.length));
    if (!pairs) return;
    const joint = { columns, categories: false, ...pairs };
    if (costOf(joint) - costOf(group) >= least) return;
    least = costOf(joint) - costOf(group);
    best = g;
    merged = joint;
  });
  groups[best] = merged;
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
  // Sorts the pairs by the row in the first part.
  const firstRow = new Int32Array(distinct);
  const secondRow = new Int32Array(distinct);
  index.forEach((k, i) => {
    firstRow[k] = first.index[i]!;
    secondRow[k] = second.index[i]!;
  });
  const starts = new Int32Array(first.distinct + 1);
  for (const row of firstRow) starts[row + 1]!++;
  for (let row = 0; row < first.distinct; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const rows = new Int32Array(distinct);
  const position = firstRow.map((row, k) => {
    rows[next[row]!] = secondRow[k]!;
    return next[row]!++;
  });
  return { parts: [first, second], starts, rows, distinct, index: index.map((k) => position[k]!) };
}

/** Finds the distinct pairs of two parts. Returns undefined if there are `limit` or more. */
function pair(first: Node, second: Node, limit: number): UniqueRows | undefined {
  // There are at least as many pairs as either part has rows.
  if (Math.max(first.distinct, second.distinct) >= limit) return undefined;
  const pairs = uniquePairs(first, second, limit);
  return pairs.distinct < limit ? pairs : undefined;
}
