// When a worker that has ended is replaced: at once, unless it was the last of several that ended soon after they began. Such a row of failures goes on
// by itself, and must not keep a processor busy.

/** Who lives that long, in milliseconds, did not end because of how it began. */
const GROWN_UP = 1000;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

/** How many of a row ended early, with the last. @param lived milliseconds */
export function countEarlyEnds(before: number, lived: number): number {
  return lived < GROWN_UP ? before + 1 : 0;
}

/** Milliseconds until the next. */
export function restartDelay(earlyEnds: number): number {
  return earlyEnds === 0 ? 0 : Math.min(FIRST_DELAY * 2 ** (earlyEnds - 1), LONGEST_DELAY);
}
