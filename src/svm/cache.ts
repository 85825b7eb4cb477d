// What was computed for the last values of some cells, in a table with a place for each hash: whatever repeats, a category above all, costs a
// look-up. What is remembered is what would be computed, so no result depends on it.

import { packedDoubles } from "../numeric/packed-doubles.js";

/** Places that are looked at, from the one that the hash gives. */
const PROBES = 4;
const MAX_ENTRIES = 256;

/** Results of a computation over some cells. */
export interface Cache {
  /** The cells that decide the results. */
  readonly keys: readonly number[];
  /** The results, one entry after the other. */
  readonly values: readonly number[];
  /** Where in `values` the entry of these cells begins. It stays there for the next three calls. */
  find(cells: Float64Array): number;
}

/**
 * Remembers what `compute` makes of some cells.
 *
 * @param keys the cells that decide the results, which are constants without one. An entry of which one is NaN is not found again
 * @param size numbers in an entry
 * @param capacity numbers in all entries, of which there are 4 to 256
 * @param compute writes the numbers of the entry that begins at `at`, one after the other
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
  // Begins with one number that is no entry's, and grows entry by entry: a model is loaded sooner.
  const values = packedDoubles(1);
  /** Where entries begin; 0 for those that do not exist yet. */
  const starts = new Int32Array(entries);
  // NaN equals nothing: an empty entry is never taken for one.
  const known = new Float64Array(entries * length).fill(NaN);
  /** The entries of the last calls, which stay. */
  const recent = new Int32Array(PROBES - 1);
  let calls = 0;
  const note = (entry: number): number => {
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
      if (k === length) return note(entry);
    }
    let entry: number;
    let probe = calls;
    do entry = (hash + (probe++ % PROBES)) & (entries - 1);
    while (recent.includes(entry));
    for (let k = 0; k < length; k++) known[entry * length + k] = cells[cellOf[k]!]!;
    starts[entry] ||= values.length;
    compute(values, starts[entry]!, cells);
    return note(entry);
  };
  return { keys, values, find };
}
