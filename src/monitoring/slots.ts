// The slots of a record's values: what a drift monitor finds out of each record. Values count as
// the engine reads them (inputs/input.ts), and keys are read in its way (inputs/key-order.ts).
// `npm run bench:monitoring` measures it.

import { learnKeyOrder } from "../inputs/key-order.js";
import type { CategoryDistribution, Histogram } from "../model-file/types.generated.js";
import { BINS, INVALID, MISSING, type Variable } from "./drift-layout.js";
import { findBin } from "./histogram.js";

/** After so many records with another order of keys, that of the next one is learned. */
const PATIENCE = 64;

/** Finds the slots of the values of records. */
export class Slots {
  private readonly variables: readonly Variable[];
  /** The slots of categories. Undefined for numbers. */
  private readonly maps: readonly (ReadonlyMap<unknown, number> | undefined)[];
  /** Where the bins of each variable begin. */
  private readonly starts: Int32Array;
  /** The edges of all numbers, one after the other. */
  private readonly edges: Float64Array;
  /** Where the edges of each variable begin, and where the last ones end. */
  private readonly ends: Int32Array;
  private readonly lows: Float64Array;
  private readonly highs: Float64Array;
  private readonly positions: ReadonlyMap<string, number>;
  private order: ReturnType<typeof learnKeyOrder>;
  /** Records with another order of keys. */
  private strangers: number = 0;

  constructor(variables: readonly Variable[]) {
    const edges = variables.map(({ kind, histogram }) => (kind === "number" ? (histogram as Histogram).edges : []));
    this.variables = variables;
    this.maps = variables.map(({ kind, histogram, start }) => {
      if (kind === "number") return undefined;
      const { categories } = histogram as CategoryDistribution;
      return new Map(categories.map((category, j) => [category, start + BINS + j]));
    });
    this.starts = Int32Array.from(variables, ({ start }) => start + BINS);
    this.edges = Float64Array.from(edges.flat());
    this.ends = new Int32Array(variables.length + 1);
    edges.forEach(({ length }, i) => {
      this.ends[i + 1] = this.ends[i]! + length;
    });
    this.lows = Float64Array.from(variables, ({ range }) => range?.[0] ?? -Infinity);
    this.highs = Float64Array.from(variables, ({ range }) => range?.[1] ?? Infinity);
    this.positions = new Map(variables.map(({ name }, i) => [name, i]));
    this.order = learnKeyOrder({}, this.positions);
  }

  /** Writes the slot of each variable's value in a record. */
  findAll(record: Readonly<Record<string, unknown>>, slots: Int32Array): void {
    const { order, variables } = this;
    /** Keys that came in the known order. */
    let known = 0;
    for (const key in record) {
      if (key !== order.keys[known]) break;
      const i = order.inputs[known++]!;
      if (i >= 0) slots[i] = this.find(i, record[key]);
    }
    if (known >= order.needed) return;
    for (let i = 0; i < variables.length; i++) {
      const rank = order.ranks[i]!;
      if (rank < 0 || rank >= known) slots[i] = this.find(i, record[variables[i]!.name]);
    }
    if (this.strangers++ % PATIENCE === 0) this.order = learnKeyOrder(record, this.positions);
  }

  /** Returns the slot of a value of variable i. */
  find(i: number, value: unknown): number {
    const map = this.maps[i];
    if (map !== undefined) return map.get(value) ?? this.findOther(i, value);
    // The difference is 0, but for NaN and infinite numbers.
    if (typeof value !== "number" || value - value !== 0) return this.findOther(i, value);
    const from = this.ends[i]!;
    const to = this.ends[i + 1]!;
    const slot = this.starts[i]! + findBin(value, this.edges, from, to);
    return value < this.lows[i]! || value > this.highs[i]! ? slot + to - from + 1 : slot;
  }

  private findOther(i: number, value: unknown): number {
    const { kind, start, bins, missing, boolean, text } = this.variables[i]!;
    if (value === null || Number.isNaN(value)) return start + (missing ? MISSING : INVALID);
    if (typeof value === "boolean" && boolean) return this.find(i, +value);
    const unknown = kind === "category" && (text ? typeof value === "string" : Number.isFinite(value));
    return start + (unknown ? BINS + bins - 1 : INVALID);
  }
}
