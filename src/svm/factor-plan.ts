// How to share work between support vectors. The RBF kernel factorises over groups of columns, exactly:
//
//   K(x, s) = exp(−γ · ‖x − s‖²) = Π_g exp(−γ · ‖x_g − s_g‖²)
//
// and within a group, support vectors repeat: 540 of them may come from 36 people. A leaf of the plan is a group of columns; it needs an
// exponential for each distinct row that the support vectors hold in them. A branch is two parts of the plan together; it needs a
// multiplication for each distinct pair. So what is left to do for each single support vector is little. Categories have few combinations, so
// the coefficients can be weighed with their factors once for each (factored-rbf.ts). Which columns go together follows from the support vectors
// alone, by a cost model: the plan is the same in every engine.

import type { SupportVectorBlock } from "../model-file/types.generated.js";
import { allEqual, type UniqueRows, uniquePairs, uniqueValues } from "./unique-rows.js";

/** A group of columns. */
export interface Leaf extends UniqueRows {
  readonly columns: readonly number[];
  /** Whether they are the categories of one input. */
  readonly categories: boolean;
}

/** Two parts, and the distinct pairs of their rows, sorted by the row in the first. */
export interface Branch extends UniqueRows {
  readonly parts: readonly [Node, Node];
  /** Where the pairs of each row of the first part begin, and where the last ones end. */
  readonly starts: Int32Array;
  /** The row in the second part, per pair. */
  readonly rows: Int32Array;
}

export type Node = Leaf | Branch;

/** All columns: those of the second part are categories, of which there are few combinations, or none. */
export interface FactorPlan extends Branch {
  readonly parts: readonly [Branch, Node];
}

/** Rough nanoseconds in V8 (`npm run bench`), of which only the ratios matter. */
const PER_DIFFERENCE = 0.6;
const PER_EXPONENTIAL = 8;
const PER_PRODUCT = 1;

/** A column is taken not to repeat if more than half of the first so many support vectors, and of any number more, differ in it. */
const SAMPLE = 1024;
/** Groups of quantities beyond this are not opened, and parts beyond that not compared: it bounds the time to plan. */
const MAX_GROUPS = 8;
const WINDOW = 3;
/** A part joins a larger one if their distinct pairs are at most so many times that one's rows: it nearly follows from it. */
const GROWTH = 1.5;
/** Larger parts that are tried for it. */
const HOSTS = 8;
/** Doubles that are remembered of weighed coefficients: 1 MiB. */
export const WEIGHTS: number = 1 << 17;

/** What evaluating every support vector by itself costs. */
function costOfDense(count: number, width: number): number {
  return count * (width * PER_DIFFERENCE + PER_EXPONENTIAL);
}

/** What a plan costs, but for the support vectors themselves. */
function costOf(node: Node): number {
  if ("columns" in node) return costOfDense(node.distinct, node.columns.length);
  return costOf(node.parts[0]) + costOf(node.parts[1]) + node.distinct * PER_PRODUCT;
}

/**
 * The plan, or undefined if evaluating each support vector by itself costs less.
 *
 * @param blocks the columns, of which some repeat together
 * @param count support vectors, n
 * @param width columns, d
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
  const plan = join(attach(nodes, count), count);
  return costOf(plan) < costOfDense(count, width) ? plan : undefined;
}

/** The choice in words and numbers: how many exponentials of how many columns, then how many products. */
export function describePlan(plan: FactorPlan): string {
  let products = 0;
  const describe = (node: Node): string => {
    if ("columns" in node) return `${node.distinct} of ${node.columns.length}`;
    const parts = node.parts.filter((part) => !isNone(part));
    if (parts.length > 1) products += node.distinct;
    return parts.map(describe).join(", ");
  };
  return `factored: ${describe(plan)}; ${products} products`;
}

/** The run of columns that starts here, of which at most one is not 0 in any support vector: the categories of one input. Undefined if it is short. */
function leafOfCategories(block: SupportVectorBlock, start: number): Leaf | undefined {
  const { columns, rows, index } = block;
  /** The place of each row's category in the run, from 1; 0 for none. */
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
  const numbering = uniquePairs(allEqual(found.index.length), found, Infinity);
  return { columns: columns.slice(start, end), categories: true, ...numbering };
}

/** Adds a quantity to the groups: to the one where it costs least, or as one more. */
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

/** Joins parts that nearly follow from a larger one with it, if that saves products: a month with the workload of months. */
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

/** Joins all parts; categories last, as many as have few combinations. */
function join(parts: readonly Node[], count: number): FactorPlan {
  const nodes = [...parts];
  const categories: Node[] = [];
  let combinations = 1;
  for (const node of parts) {
    // One more is for a value that is none of them.
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

/** Whether a part holds no column. */
function isNone(node: Node): boolean {
  return "columns" in node && node.columns.length === 0;
}

/** Joins parts two by two, those with the fewest distinct pairs first: the last ones have nearly as many as there are support vectors. */
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

/** Two parts as one. */
function branch(first: Node, second: Node, pairs: UniqueRows = uniquePairs(first, second, Infinity)): Branch {
  const { distinct, index } = pairs;
  // Renumbered so that the pairs of a row of the first part stand together.
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

/** Numbers the distinct pairs of two parts; undefined if there are that many or more. */
function pair(first: Node, second: Node, limit: number): UniqueRows | undefined {
  // There are at least as many as either has rows.
  if (Math.max(first.distinct, second.distinct) >= limit) return undefined;
  const pairs = uniquePairs(first, second, limit);
  return pairs.distinct < limit ? pairs : undefined;
}
