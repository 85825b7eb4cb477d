// A cache of what was computed from some cells, a hash table of bounded size. Whatever repeats
// costs a look-up, a person or a category for example. Entries hold what would be computed, so no
// prediction depends on earlier ones.

/** Slots that a look-up tries, from the one of the hash on. */
const PROBES = 4;
const MAX_ENTRIES = 512;
/** A cache that finds too few of `WINDOW` rows lets the next `PAUSE` rows pass. */
const WINDOW = 256;
const PAUSE = 8192;

/**
 * Finds or computes numbers for these cells.
 *
 * @returns where they begin in the array of numbers. They stay there until the next call
 */
export type Find = (cells: Float64Array) => number;

/**
 * Creates a cache.
 *
 * @param numbers the numbers of all caches of an evaluator, of which the first belongs to none. One
 * plain array, because V8 reads it faster than several or typed ones (contraction.ts). It grows
 * entry by entry, so that a model loads sooner
 * @param keys the cells that decide the numbers. Without keys they are constants. An entry with a
 * key of NaN is not found again
 * @param size numbers in an entry
 * @param capacity numbers in all entries, and keys. There are 4 to 512 entries
 * @param compute writes the `size` numbers that begin at `at`
 * @param fewest rows of `WINDOW` that the cache must find, or it pauses
 * @param skips whether the cache finds −1 during a pause, and computes nothing
 */
export function createCache(
  numbers: number[],
  keys: readonly number[],
  size: number,
  capacity: number,
  compute: (at: number, cells: Float64Array) => void,
  fewest = 16,
  skips = false,
): Find {
  const cellOf = Int32Array.from(keys);
  const { length } = cellOf;
  let entries = PROBES;
  while (entries < MAX_ENTRIES && 2 * entries * Math.max(size, length) <= capacity) entries *= 2;
  /** Where the numbers of each entry begin, 0 before it is filled. The last entry serves pauses. */
  const starts = new Int32Array(entries + 1);
  // NaN equals nothing, so an empty slot never matches.
  const known = new Float64Array(entries * length).fill(NaN);
  const fill = (entry: number, cells: Float64Array): number => {
    if (starts[entry] === 0) {
      starts[entry] = numbers.length;
      for (let k = 0; k < size; k++) numbers.push(0.5);
    }
    compute(starts[entry]!, cells);
    return starts[entry]!;
  };
  if (length === 0) {
    const constants = fill(0, new Float64Array());
    return () => constants;
  }
  let turn = 0;
  /** Rows since the last decision. Negative during a pause. */
  let rows = 0;
  let hits = 0;
  return (cells) => {
    if (++rows <= 0) return skips ? -1 : fill(entries, cells);
    if (rows === WINDOW) {
      rows = hits < fewest ? -PAUSE : 0;
      hits = 0;
    }
    const hash = hashOf(cellOf, cells);
    let probe = 0;
    for (; probe < PROBES; probe++) {
      const entry = (hash + probe) & (entries - 1);
      if (isKnown(known, entry * length, cellOf, cells)) {
        hits++;
        return starts[entry]!;
      }
      // The first probe finds most entries, because they take the first empty slot.
      if (starts[entry] === 0) break;
    }
    const entry = (hash + (probe < PROBES ? probe : turn++ % PROBES)) & (entries - 1);
    // In this order: whatever interrupts it, no entry has the numbers of other cells.
    known[entry * length] = NaN;
    const at = fill(entry, cells);
    for (let k = length - 1; k >= 0; k--) known[entry * length + k] = cells[cellOf[k]!]!;
    return at;
  };
}

function hashOf(cellOf: Int32Array, cells: Float64Array): number {
  let hash = 0;
  for (let k = 0; k < cellOf.length; k++) hash = Math.imul(hash ^ (cells[cellOf[k]!]! * 65537), 0x9e3779b1);
  return hash >>> 15;
}

function isKnown(known: Float64Array, at: number, cellOf: Int32Array, cells: Float64Array): boolean {
  let k = 0;
  while (k < cellOf.length && known[at + k] === cells[cellOf[k]!]) k++;
  return k === cellOf.length;
}
