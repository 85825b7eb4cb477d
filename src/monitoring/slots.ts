// The slot of a value: what a drift monitor finds out for each value of each record. Values count
// as the engine reads them (inputs/input.ts). `node bench/monitoring.js` measures it.

import { BINS, INVALID, MISSING, type Variable } from "./drift-layout.js";
import { findBin } from "./histogram.js";
import type { CategoryHistogram, NumberHistogram } from "./reference.js";

/** Where null and NaN are counted. They are invalid where the pipeline does not impute. */
const absenceOf = ({ start, missing }: Variable): number => start + (missing ? MISSING : INVALID);

/** The slots of numbers, by bisection among the edges of all of them in one list. */
export class NumberSlots {
  readonly names: readonly string[];
  private readonly starts: Int32Array;
  private readonly absences: Int32Array;
  private readonly booleans: readonly boolean[];
  private readonly edges: Float64Array;
  /** Where the edges of each variable begin, and where the last ones end. */
  private readonly firsts: Int32Array;
  private readonly lows: Float64Array;
  private readonly highs: Float64Array;

  constructor(variables: readonly Variable[]) {
    const edges = variables.map(({ histogram }) => (histogram as NumberHistogram).edges);
    this.names = variables.map(({ name }) => name);
    this.starts = Int32Array.from(variables, ({ start }) => start);
    this.absences = Int32Array.from(variables, absenceOf);
    this.booleans = variables.map(({ boolean }) => boolean);
    this.edges = Float64Array.from(edges.flat());
    this.firsts = new Int32Array(variables.length + 1);
    edges.forEach(({ length }, i) => {
      this.firsts[i + 1] = this.firsts[i]! + length;
    });
    this.lows = Float64Array.from(variables, ({ range }) => range?.[0] ?? -Infinity);
    this.highs = Float64Array.from(variables, ({ range }) => range?.[1] ?? Infinity);
  }

  /** Returns the slot of a value of variable i. */
  slotOf(i: number, value: unknown): number {
    // The difference is 0, but for NaN and infinite numbers.
    if (typeof value !== "number" || value - value !== 0) return this.slotOfOther(i, value);
    const from = this.firsts[i]!;
    const to = this.firsts[i + 1]!;
    const slot = this.starts[i]! + BINS + findBin(value, this.edges, from, to);
    return value < this.lows[i]! || value > this.highs[i]! ? slot + to - from + 1 : slot;
  }

  private slotOfOther(i: number, value: unknown): number {
    if (value === null || Number.isNaN(value)) return this.absences[i]!;
    if (typeof value === "boolean" && this.booleans[i]!) return this.slotOf(i, +value);
    return this.starts[i]! + INVALID;
  }
}

/** The slots of categories, by a map of each variable. */
export class CategorySlots {
  readonly names: readonly string[];
  private readonly maps: readonly ReadonlyMap<unknown, number>[];
  private readonly variables: readonly Variable[];

  constructor(variables: readonly Variable[]) {
    this.names = variables.map(({ name }) => name);
    this.maps = variables.map(({ histogram, start }) => {
      const { categories } = histogram as CategoryHistogram;
      return new Map(categories.map((category, j) => [category, start + BINS + j]));
    });
    this.variables = variables;
  }

  /** Returns the slot of a value of variable i. */
  slotOf(i: number, value: unknown): number {
    return this.maps[i]!.get(value) ?? this.slotOfOther(i, value);
  }

  private slotOfOther(i: number, value: unknown): number {
    const variable = this.variables[i]!;
    const { start, bins, text, boolean } = variable;
    if (value === null || Number.isNaN(value)) return absenceOf(variable);
    if (typeof value === "boolean" && boolean) return this.slotOf(i, +value);
    const valid = text ? typeof value === "string" : Number.isFinite(value);
    return start + (valid ? BINS + bins - 1 : INVALID);
  }
}
