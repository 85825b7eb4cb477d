// Categories: the values that an encoder knows, by the cells that hold them.

import type { Vocabulary } from "./vocabulary.js";

/** Numbers or strings, by the cells that hold them. */
export type Categories = ReadonlyMap<number, number | string>;

/** Returns the categories with these values. Adds strings to the vocabulary. */
export function toCategories(values: readonly (number | string)[], vocabulary: Vocabulary): Categories {
  return new Map(values.map((value) => [vocabulary.add(value), value]));
}

/** Returns the categories that are in both. */
export function intersect(some: Categories, others: Categories): Categories {
  return new Map([...some].filter(([cell]) => others.has(cell)));
}
