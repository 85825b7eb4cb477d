// The delay before an exited worker is replaced. It grows while workers exit soon after their
// start, so that a start that keeps failing does not occupy a processor.

/** Milliseconds after which an exit no longer counts as early. */
const EARLY = 1000;
const FIRST_DELAY = 100;
const MAX_DELAY = 10_000;

/**
 * Returns the number of early exits in a row.
 *
 * @param before the number before this exit
 * @param lived milliseconds from the start of the worker to its exit
 */
export function countEarlyExits(before: number, lived: number): number {
  return lived < EARLY ? before + 1 : 0;
}

/** Returns the delay, in milliseconds. */
export function restartDelay(earlyExits: number): number {
  return earlyExits === 0 ? 0 : Math.min(FIRST_DELAY * 2 ** (earlyExits - 1), MAX_DELAY);
}
