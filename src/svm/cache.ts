// A cache of what was computed from some cells, a hash table of bounded size. Whatever repeats
// costs a look-up, a person or a category for example. Entries hold what would be computed, so no
// prediction depends on earlier ones.

import { packedDoubles } from "../numeric/packed-doubles.js";

/** Slots that a look-up tries, from the one of the hash on. */
const PROBES = 4;
const MAX_ENTRIES = 256;

/** Results of a computation by the cells that decide them. */
export interface Cache {
  /** The cells that decide the results. */
  readonly keys: readonly number[];
  /** The results, one entry after the other. */
  readonly values: readonly number[];
  /**
   * Finds or computes the results for these cells.
   *
   * @returns where their entry begins in `values`. The entry stays there for the next three calls
   */
  find(cells: Float64Array): number;
}

/**
 * Creates a cache.
 *
 * @param keys the cells that decide the results. Without keys the results are constants. An entry
 * with a key of NaN is not found again
 * @param size numbers in an entry
 * @param capacity numbers in all entries. There are 4 to 256 entries
 * @param compute writes the `size` numbers of the entry that begins at `at`, in order
 */
export function createCache(
  keys: readonly number[],
  size: number,
  capacity: number,
  compute: (values: number[], at: number, cells: Float64Array) => void,
): Cache {
  const cellOf = Int32Array.from(new Set(keys));
  const { length } = cellOf;
  if (length === 0) {
    const constants = packedDoubles(size);
    compute(constants, 0, new Float64Array());
    return { keys, values: constants, find: () => 0 };
  }
  let entries = PROBES;
  while (entries < MAX_ENTRIES && 2 * entries * size <= capacity) entries *= 2;
  // Grows entry by entry, so that a model loads sooner. The first number belongs to no entry.
  const values = packedDoubles(1);
  /** Where each entry begins in `values`, 0 for an entry that does not exist yet. */
  const starts = new Int32Array(entries);
  // NaN equals nothing, so an empty slot never matches.
  const known = new Float64Array(entries * length).fill(NaN);
  /** The entries of the last calls, which must stay. */
  const recent = new Int32Array(PROBES - 1);
  let calls = 0;
  const use = (entry: number): number => {
    recent[calls++ % (PROBES - 1)] = entry;
    return starts[entry]!;
  };
  const find = (cells: Float64Array): number => {
    let hash = 0;
    for (let k = 0; k < length; k++) hash = Math.imul(hash ^ (cells[cellOf[k]!]! * 65537), 0x9e3779b1);
    hash >>>= 15;
    for (let probe = 0; probe < PROBES; probe++) {
      const entry = (hash + probe) & (entries - 1);
      let k = 0;
      while (k < length && known[entry * length + k] === cells[cellOf[k]!]) k++;
      if (k === length) return use(entry);
    }
    let entry: number;
    let probe = calls;
    do entry = (hash + (probe++ % PROBES)) & (entries - 1);
    while (recent.includes(entry));
    for (let k = 0; k < length; k++) known[entry * length + k] = cells[cellOf[k]!]!;
    starts[entry] ||= values.length;
    compute(values, starts[entry]!, cells);
    return use(entry);
  };
  return { keys, values, find };
}
