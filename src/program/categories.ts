// The values that an encoder knows: as records name them, and as cells hold them.

import type { Vocabulary } from "./vocabulary.js";

/** Numbers, or strings, by the cells that hold them. */
export type Categories = ReadonlyMap<number, number | string>;

export function toCategories(values: readonly (number | string)[], vocabulary: Vocabulary): Categories {
  return new Map(values.map((value) => [vocabulary.add(value), value]));
}

/** The values that both hold. */
export function intersect(some: Categories, others: Categories): Categories {
  return new Map([...some].filter(([cell]) => others.has(cell)));
}
