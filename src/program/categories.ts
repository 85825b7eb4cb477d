// The values that an encoder knows: as records name them, and as cells hold them.

import type { Vocabulary } from "./vocabulary.js";

/** A set of numbers, or of strings. */
export class Categories {
  readonly values: readonly (number | string)[];
  /** The values as cells hold them. */
  readonly cells: ReadonlySet<number>;

  constructor(values: readonly (number | string)[], vocabulary: Vocabulary) {
    this.values = values;
    this.cells = new Set(values.map((value) => vocabulary.add(value)));
  }

  /** How many different values there are. */
  get size(): number {
    return this.cells.size;
  }

  has(cell: number): boolean {
    return this.cells.has(cell);
  }

  /** The values that the other set holds too. */
  intersect(other: Categories, vocabulary: Vocabulary): Categories {
    return new Categories(
      this.values.filter((value) => other.has(vocabulary.add(value))),
      vocabulary,
    );
  }
}
